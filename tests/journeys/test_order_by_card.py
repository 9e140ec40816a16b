"""One checkout over two cooperatives is paid by card: over to the payment page on its other port, and back."""

import re

from tests.journeys.ordering import empty_cart, give_reasons
from tests.journeys.visitor import Visitor


def test_two_orders_are_paid_by_one_card_payment(visitor: Visitor) -> None:
    visitor.sign_in("bumn@demo.test")
    empty_cart(visitor)
    page = visitor.page
    for words in ("keripik ikan sunduk", "otak otak bandeng beku"):
        visitor.open(f"/cari?q={words.replace(' ', '+')}&certificate=halal&kebijakan=0")
        page.locator("main .pcard-name a").first.click()
        page.wait_for_load_state()
        visitor.press("Put into the cart")
    visitor.open("/pesan")
    visitor.choose("payment_method", "card")
    give_reasons(visitor)
    page.get_by_role("button", name="Pesan sekarang").click()
    page.wait_for_load_state()
    numbers = sorted(set(re.findall(r"PSN-\d{4}-\d{4}", page.inner_text("main"))))
    assert len(numbers) == 2

    page.locator("main a[href^='/bayar/']").first.click()
    page.wait_for_url(lambda url: not url.startswith(visitor.site))
    page.locator("button[value=succeed]").click()
    page.wait_for_url(lambda url: url.startswith(visitor.site))
    visitor.look()

    for number in numbers:
        _is_paid(visitor, number)


def _is_paid(visitor: Visitor, number: str) -> None:
    for _ in range(40):
        visitor.open(f"/pesanan/{number}")
        if visitor.reads("Paid"):
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"{number} was paid by card and the site does not know")
