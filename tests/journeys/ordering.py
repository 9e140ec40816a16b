"""What several journeys do alike: empty the cart, and order by bank transfer what is in it."""

import re

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
    buyer.page.get_by_role("button", name="Pesan sekarang").click()
    buyer.page.wait_for_load_state()
    buyer.look()
    found = re.search(r"PSN-\d{4}-\d{4}", buyer.page.inner_text("main"))
    assert found is not None
    return found.group(0)
