"""Orders as their two parties see and move them."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.core.clock import now
from orders.lifecycle import OrderState
from orders.models import Order, OrderLine, Shipment
from orders.payments.models import Payment
from tests.factories_orders import make_order, quote
from tests.orders.views.conftest import Scene, SignIn
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def act(browser: FlaskClient, number: str, step: str, **data: Any) -> Any:
    return post(browser, f"/pesanan/{number}/{step}", {"version": 0, **data})


def version(scene: Scene, number: str) -> int:
    return int(scene.read(number, "version"))


def amounts(scene: Scene, number: str, each: int) -> dict[str, int]:
    with scene.database.reading() as session:
        ids = session.query(OrderLine.id).join(Order).filter(Order.number == number).all()
    return {f"line_{line_id}": each for (line_id,) in ids}


@pytest.mark.parametrize("state", list(OrderState))
def test_both_parties_can_open_an_order_in_every_state(scene: Scene, sign_in: SignIn, state: OrderState) -> None:
    number = scene.order(state=state)

    for email in ("pembeli@uji.test", "ketua@uji.test"):
        page = sign_in(email).get(f"/pesanan/{number}")
        assert page.status_code == 200, page.text
        assert number in page.text


def test_the_list_shows_each_side_its_own(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()

    assert number in sign_in("pembeli@uji.test").get("/pesanan").text
    assert number in sign_in("ketua@uji.test").get("/pesanan").text
    assert number not in sign_in("saingan@uji.test").get("/pesanan").text
    assert number not in sign_in("tetangga@uji.test").get("/pesanan").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("state=placed", True),
        ("state=received", False),
        ("state=my_turn", True),
        ("state=kelapa", True),
        ("q=PSN-", True),
        ("q=PO-77", True),
        ("q=KDMP+Penj", True),
        ("q=tidak ada", False),
        ("q=%25", False),
        ("q=%00", True),
        ("page=2", False),
        ("page=-1", True),
    ],
)
def test_the_list_is_narrowed_by_state_and_words(scene: Scene, sign_in: SignIn, query: str, found: bool) -> None:
    number = scene.order(buyer_reference="PO-77")

    page = sign_in("pembeli@uji.test").get(f"/pesanan?{query}")

    assert page.status_code == 200
    assert (f"/pesanan/{number}" in page.text) == found


def test_the_list_asks_the_database_as_often_for_many_orders_as_for_few(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")
    scene.order()
    with count_queries(scene.database) as few:
        browser.get("/pesanan")
    for _number in range(4):
        scene.order()
    with count_queries(scene.database) as many:
        browser.get("/pesanan")

    assert len(many) == len(few)


PAGES = ("", "/tolak", "/batal", "/ongkir", "/kirim", "/terima", "/tagihan.pdf", "/surat-jalan/1.pdf")
STEPS = ("/konfirmasi", "/ongkir/setuju", "/tolak", "/batal", "/ongkir", "/kirim", "/terima")


@pytest.mark.parametrize("email", ["saingan@uji.test", "tetangga@uji.test"])
def test_t03_an_order_does_not_exist_for_strangers(scene: Scene, sign_in: SignIn, email: str) -> None:
    number = scene.order(state=OrderState.SHIPPED)
    browser = sign_in(email)

    got = {path: browser.get(f"/pesanan/{number}{path}").status_code for path in PAGES}
    sent = {path: act(browser, number, path.strip("/"), reason="x").status_code for path in STEPS}

    assert set(got.values()) | set(sent.values()) <= {403, 404}
    assert got[""] == got["/tagihan.pdf"] == got["/surat-jalan/1.pdf"] == got["/batal"] == 404
    assert scene.read(number, "state") == "shipped"


@pytest.mark.parametrize("path", ["konfirmasi", "tolak", "ongkir", "kirim"])
def test_the_buyer_cannot_take_the_sellers_steps(scene: Scene, sign_in: SignIn, path: str) -> None:
    number = scene.order(paid=True)

    assert act(sign_in("pembeli@uji.test"), number, path, reason="x").status_code == 403


@pytest.mark.parametrize("path", ["terima", "ongkir/setuju"])
def test_the_seller_cannot_take_the_buyers_steps(scene: Scene, sign_in: SignIn, path: str) -> None:
    number = scene.order(state=OrderState.SHIPPED)

    assert act(sign_in("ketua@uji.test"), number, path).status_code == 403


def test_odd_numbers_are_not_found(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")

    assert [browser.get(f"/pesanan/{odd}").status_code for odd in ("PSN-0", "\x00", "a" * 500)] == [404, 404, 404]


def test_the_seller_confirms_and_a_second_click_does_no_harm(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(paid=True)
    browser, seen = sign_in("ketua@uji.test"), version(scene, number)

    first = act(browser, number, "konfirmasi", version=seen)
    second = act(browser, number, "konfirmasi", version=seen)

    assert (first.status_code, second.status_code) == (302, 302)
    assert scene.read(number, "state") == "confirmed"


def test_a_stale_page_changes_nothing_and_shows_the_order_as_it_is(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(paid=True)

    answer = act(sign_in("ketua@uji.test"), number, "konfirmasi", version=version(scene, number) - 1)

    assert answer.status_code == 409
    assert number in answer.text
    assert scene.read(number, "state") == "placed"


@pytest.mark.parametrize("odd", ["", "x", "-5", "9" * 40])
def test_an_odd_version_counts_as_stale(scene: Scene, sign_in: SignIn, odd: str) -> None:
    number = scene.order(paid=True)

    assert act(sign_in("ketua@uji.test"), number, "konfirmasi", version=odd).status_code == 409


def test_rejecting_asks_why_on_a_page_of_its_own(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()
    browser, seen = sign_in("ketua@uji.test"), version(scene, number)

    assert browser.get(f"/pesanan/{number}/tolak").status_code == 200
    assert act(browser, number, "tolak", version=seen, reason=" ").status_code == 422
    assert scene.read(number, "state") == "placed"
    assert act(browser, number, "tolak", version=seen, reason="Habis.").status_code == 302
    assert scene.read(number, "close_reason") == "Habis."


def test_what_was_typed_stays_when_the_order_has_changed(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()

    answer = act(sign_in("ketua@uji.test"), number, "tolak", version=999, reason="Gudang kebanjiran")

    assert answer.status_code == 409
    assert "Gudang kebanjiran" in answer.text
    assert f'value="{version(scene, number)}"' in answer.text


def test_the_buyer_cancels_until_it_is_confirmed(scene: Scene, sign_in: SignIn) -> None:
    open_one, promised = scene.order(), scene.order(state=OrderState.CONFIRMED)
    browser = sign_in("pembeli@uji.test")

    assert browser.get(f"/pesanan/{open_one}/batal").status_code == 200
    assert act(browser, open_one, "batal", version=version(scene, open_one)).status_code == 302
    assert scene.read(open_one, "state") == "cancelled"
    assert browser.get(f"/pesanan/{promised}/batal").status_code == 409


def test_the_seller_states_the_shipping_cost_and_the_buyer_accepts(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.AWAITING_SHIPPING_QUOTE)
    seller, buyer = sign_in("ketua@uji.test"), sign_in("pembeli@uji.test")
    assert seller.get(f"/pesanan/{number}/ongkir").status_code == 200

    told = act(seller, number, "ongkir", version=version(scene, number), method="courier", cost="Rp75.000", note="Truk")
    page = buyer.get(f"/pesanan/{number}").text
    agreed = act(buyer, number, "ongkir/setuju", version=version(scene, number))

    assert told.status_code == agreed.status_code == 302
    assert "Rp75.000" in page
    assert scene.read(number, "state") == "placed"
    assert scene.read(number, "shipping_cost") == 75_000


@pytest.mark.parametrize("cost", ["", "-1", "abc", "99999999999999"])
def test_an_odd_shipping_cost_is_refused(scene: Scene, sign_in: SignIn, cost: str) -> None:
    number = scene.order(state=OrderState.AWAITING_SHIPPING_QUOTE)
    seen = version(scene, number)

    answer = act(sign_in("ketua@uji.test"), number, "ongkir", version=seen, method="courier", cost=cost)

    assert answer.status_code == 422
    assert scene.read(number, "shipping_cost") is None


def test_goods_leave_in_parts_and_arrive_in_parts(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.CONFIRMED, paid=True)
    seller, buyer = sign_in("ketua@uji.test"), sign_in("pembeli@uji.test")
    assert seller.get(f"/pesanan/{number}/kirim").status_code == 200

    part = {"version": version(scene, number), "method": "courier", "carrier": "JNE", **amounts(scene, number, 5)}
    first, again = act(seller, number, "kirim", **part), act(seller, number, "kirim", **part)
    assert (first.status_code, again.status_code) == (302, 302)
    assert scene.read(number, "state") == "partly_shipped"

    rest = {**part, "version": version(scene, number), **amounts(scene, number, 15)}
    assert act(seller, number, "kirim", **rest).status_code == 302
    assert act(seller, number, "kirim", **rest).status_code == 302
    assert scene.read(number, "state") == "shipped"

    assert buyer.get(f"/pesanan/{number}/terima").status_code == 200
    arrived = {"version": version(scene, number), "note": "Baik", **amounts(scene, number, 20)}
    assert act(buyer, number, "terima", **arrived).status_code == 302
    assert act(buyer, number, "terima", **arrived).status_code == 302
    assert scene.read(number, "state") == "received"
    with scene.database.reading() as session:
        assert session.query(Shipment).count() == 2


@pytest.mark.parametrize("each", ["-1", "21", "abc", "0", "", "1,5", "9" * 30])
def test_odd_amounts_are_refused_and_ship_nothing(scene: Scene, sign_in: SignIn, each: str) -> None:
    number = scene.order(state=OrderState.CONFIRMED, paid=True)
    form: dict[str, Any] = {"version": version(scene, number), "method": "courier", "carrier": "JNE"}

    answer = act(sign_in("ketua@uji.test"), number, "kirim", **form, **dict.fromkeys(amounts(scene, number, 0), each))

    assert answer.status_code == 422
    assert 'value="JNE"' in answer.text
    assert scene.read(number, "state") == "confirmed"


def test_nothing_is_shipped_before_it_is_paid(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.CONFIRMED)
    seen = version(scene, number)

    answer = act(sign_in("ketua@uji.test"), number, "kirim", version=seen, method="courier", carrier="JNE")

    assert answer.status_code == 409
    assert number in answer.text


def test_a_refund_of_a_transfer_is_offered_to_the_seller(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.REJECTED, paid=True)

    assert f"/pesanan/{number}/uang-kembali" in sign_in("ketua@uji.test").get(f"/pesanan/{number}").text


def test_the_buyer_of_a_quoted_order_sees_the_cost_before_agreeing(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        order = make_order(session, scene.buyer, scene.seller, state=OrderState.AWAITING_SHIPPING_QUOTE, now=now())
        number = quote(session, scene.seller, order, 50_000, now=now()).number
        assert session.query(Payment).count() == 0

    page = sign_in("pembeli@uji.test").get(f"/pesanan/{number}").text

    assert "Rp50.000" in page
    assert f"/pesanan/{number}/ongkir/setuju" in page
