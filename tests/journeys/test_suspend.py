"""The operator suspends a cooperative: its products leave search at once, its open order goes on, it comes back."""

import time

from tests.journeys.ordering import empty_cart, order_by_transfer, send_proof
from tests.journeys.visitor import Visitor
from tests.journeys.words import indonesian

SELLER = "KDMP Drajat"
"""A cooperative of the demo that no other journey trades with."""


def test_a_suspended_cooperative_leaves_search_at_once_and_its_open_order_goes_on(
    visitor: Visitor, second_visitor: Visitor
) -> None:
    shopper, operator = second_visitor, visitor
    shopper.sign_in("penerima@demo.test")
    page = shopper.open("/k/kdmp-drajat")
    name = page.locator("main .pcard-name a").first.inner_text().strip()
    address = page.locator("main .pcard-name a").first.get_attribute("href") or ""
    assert _is_found(shopper, name, address)
    number = _order(shopper, address)

    operator.sign_in("admin@demo.test")
    operator.open(f"/pengelola/organisasi?q={SELLER}")
    operator.page.locator("main a.task").filter(has_text=SELLER).first.click()
    operator.page.wait_for_load_state()
    operator.look()
    operator.press("Suspend")
    operator.fill(reason="Foto produk bukan milik sendiri. Ganti fotonya, lalu hubungi kami.")
    operator.press("Suspend")
    assert operator.reads("Suspended")

    assert not _is_found(shopper, name, address)
    assert shopper.page.goto(address).status == 404  # type: ignore[union-attr]

    send_proof(shopper, number)

    operator.press("Let it work again")
    assert operator.shows(indonesian("Approved"))
    assert _comes_back(shopper, name, address)


def _order(shopper: Visitor, address: str) -> str:
    empty_cart(shopper)
    shopper.open(address)
    shopper.press("Put into the cart")
    return order_by_transfer(shopper, "PO-PERJALANAN-2")


def _is_found(shopper: Visitor, name: str, address: str) -> bool:
    page = shopper.open(f"/cari?q={name}")
    return page.locator(f"main a[href='{address}']").count() > 0


def _comes_back(shopper: Visitor, name: str, address: str) -> bool:
    """Wait for the worker to put the products into the index again."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if _is_found(shopper, name, address):
            return True
        time.sleep(1)
    return False
