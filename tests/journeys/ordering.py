"""What several journeys do alike: empty the cart, order by bank transfer what is in it, and send the proof."""

import re

from tests.journeys.papers import picture
from tests.journeys.visitor import Visitor


def empty_cart(buyer: Visitor) -> None:
    """Take everything out of the cart."""
    page = buyer.open("/keranjang")
    while page.locator("main form[action$='/hapus']").count():
        page.locator("main form[action$='/hapus'] button").first.click()
        page.wait_for_load_state()


def order_by_transfer(buyer: Visitor, reference: str) -> str:
    """Order what is in the cart, and return the number of the order."""
    buyer.open("/pesan")
    buyer.choose("payment_method", "bank_transfer")
    buyer.fill(buyer_reference=reference)
    give_reasons(buyer)
    buyer.page.get_by_role("button", name="Pesan sekarang").click()
    buyer.page.wait_for_load_state()
    buyer.look()
    found = re.search(r"PSN-\d{4}-\d{4}", buyer.page.inner_text("main"))
    assert found is not None
    return found.group(0)


def give_reasons(buyer: Visitor) -> None:
    """Give every reason that the buyer's own policy asks for at checkout."""
    for field in buyer.page.locator("main input[name^=reason_]").all():
        field.fill("Disepakati dengan bagian mutu.")


def send_proof(buyer: Visitor, number: str) -> None:
    """Say that an order was paid by transfer."""
    buyer.open(f"/pesanan/{number}/bukti")
    buyer.page.set_input_files("main input[type=file]", picture("bukti.jpg", f"Transfer {number}"))
    buyer.press("Send the proof")
    buyer.open(f"/pesanan/{number}")
    assert buyer.reads("Proof of transfer sent")
