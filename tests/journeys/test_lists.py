"""A buyer saves two products, looks at them side by side, and puts the list into the cart."""

from tests.journeys.visitor import Visitor


def test_saved_products_are_compared_and_ordered_together(visitor: Visitor) -> None:
    visitor.sign_in("ritel@demo.test")
    page = visitor.open("/cari?q=keripik&certificate=halal")
    page.locator(".pcard-pick input").nth(0).check()
    page.locator(".pcard-pick input").nth(1).check()
    visitor.press("Compare the ticked ones")
    assert page.locator("table.compare thead img, table.compare thead .pcard-plate").count() == 2
    addresses = [str(link.get_attribute("href")) for link in page.locator("table.compare thead a[href^='/p/']").all()]

    for address in addresses:
        visitor.open(address)
        visitor.press("Save")
        assert visitor.reads("Saved: take it off")

    page = visitor.open("/favorit")
    page.locator(".list-card a").first.click()
    page.wait_for_load_state()
    visitor.look()
    assert page.locator(".list-line").count() == 2
    visitor.press("Put all into the cart")
    for address in addresses:
        assert page.locator(f"main a[href='{address}']").count()
