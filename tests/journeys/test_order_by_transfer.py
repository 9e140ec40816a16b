"""A retailer finds goods despite a typing error, orders, transfers; the cooperative ships in parts; all is received."""

from tests.journeys.ordering import empty_cart, order_by_transfer, send_proof
from tests.journeys.visitor import Visitor


def test_an_order_goes_from_search_to_receipt(visitor: Visitor, second_visitor: Visitor) -> None:
    buyer, seller = visitor, second_visitor
    buyer.sign_in("ritel@demo.test")
    empty_cart(buyer)
    number = _order(buyer)
    send_proof(buyer, number)

    seller.sign_in("koperasi@demo.test")
    seller.open(f"/pesanan/{number}")
    seller.press("Check the transfer")
    seller.page.locator("main form button[type=submit]").first.click()
    seller.page.wait_for_load_state()
    seller.open(f"/pesanan/{number}")
    seller.press("Confirm the order")
    _ship_half(seller, number)

    _receive(buyer, number)
    _ship_rest(seller, number)
    _receive(buyer, number)
    buyer.open(f"/pesanan/{number}")
    assert buyer.reads("Received")
    _papers_open(buyer, number)
    _is_hidden_from_a_stranger(seller, number)


def _order(buyer: Visitor) -> str:
    page = buyer.open("/cari?q=kripik+ikan+sunduk&certificate=halal&kebijakan=0")
    page.locator("main .pcard-name a").first.click()
    page.wait_for_load_state()
    buyer.look()
    page.locator("main input[name=count]").fill("2")
    buyer.press("Put into the cart")
    return order_by_transfer(buyer, "PO-PERJALANAN-1")


def _ship_half(seller: Visitor, number: str) -> None:
    page = seller.open(f"/pesanan/{number}/kirim")
    amount = page.locator("main input[type=number]").first
    amount.fill(str(int(amount.input_value()) // 2))
    page.locator("main input[name=method]").first.check()
    seller.fill(carrier="JNE Reguler", tracking="UJI0001")
    seller.press("The goods leave")
    assert seller.reads("Partly shipped")


def _ship_rest(seller: Visitor, number: str) -> None:
    page = seller.open(f"/pesanan/{number}/kirim")
    page.locator("main input[name=method]").first.check()
    seller.fill(carrier="JNE Reguler", tracking="UJI0002")
    seller.press("The goods leave")
    assert seller.reads("Shipped")


def _receive(buyer: Visitor, number: str) -> None:
    buyer.open(f"/pesanan/{number}/terima")
    buyer.press("This much has arrived")


def _papers_open(buyer: Visitor, number: str) -> None:
    page = buyer.open(f"/pesanan/{number}")
    links = {link.get_attribute("href") for link in page.locator("main a[href$='.pdf']").all()}
    assert len(links) == 3
    for link in links:
        answer = page.request.get(str(link))
        assert answer.status == 200
        assert answer.body().startswith(b"%PDF-")


def _is_hidden_from_a_stranger(somebody: Visitor, number: str) -> None:
    """Let another cooperative sign in where the seller sat: the order and its papers are not there for it."""
    somebody.sign_in("koperasi2@demo.test")
    for path in (f"/pesanan/{number}", f"/pesanan/{number}/tagihan.pdf"):
        answer = somebody.page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
