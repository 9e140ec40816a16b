"""The site is saved while it runs and brought back elsewhere; work goes on there, and not at the old place."""

from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.visitor import Visitor
from tests.live import command, running_site

SELLER = "koperasi@demo.test"
PRICE, AS_SHOWN = "17350", "17.350"


def test_a_site_brought_back_from_a_backup_can_be_worked_with(
    site: str, site_folder: Path, chromium: Browser, tmp_path: Path
) -> None:
    archive, elsewhere = tmp_path / "backup.tar", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(Visitor(chromium, site, look=False)) as seller:
        seller.sign_in(SELLER)
        orders = _orders(seller)
        assert orders
        command(site_folder, "backup", str(archive))
    command(elsewhere, "restore", str(archive))

    with running_site(elsewhere) as address, closing(Visitor(chromium, address, look=False)) as seller:
        seller.sign_in(SELLER)
        assert _orders(seller) == orders
        seller.open(orders[0])
        _finds_and_sees_pictures(seller)
        _change_a_rate(seller)
        assert AS_SHOWN in seller.open("/ongkir").inner_text("main")

    with closing(Visitor(chromium, site, look=False)) as seller:
        seller.sign_in(SELLER)
        assert AS_SHOWN not in seller.open("/ongkir").inner_text("main")


def _orders(seller: Visitor) -> list[str]:
    """Return where the newest orders of the list lead to."""
    page = seller.open("/pesanan")
    links = page.locator("main a[href^='/pesanan/PSN-']").all()
    return list(dict.fromkeys(str(link.get_attribute("href")) for link in links))


def _finds_and_sees_pictures(seller: Visitor) -> None:
    """Search answers from the index that was built anew, and the pictures lie in the new folder."""
    page = seller.open("/cari?q=keripik+ikan")
    picture = page.locator("main .pcard img").first
    picture.scroll_into_view_if_needed()
    picture.evaluate("picture => picture.decode()")
    assert picture.evaluate("picture => picture.naturalWidth") > 0


def _change_a_rate(seller: Visitor) -> None:
    page = seller.open("/ongkir")
    page.locator("main tr").filter(has_text="per kg").first.get_by_role("link").click()
    page.wait_for_load_state()
    seller.fill(price_per_kg=PRICE)
    seller.press("Save")
    assert seller.reads("Saved. New orders are reckoned with it.")
