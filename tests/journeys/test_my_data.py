"""Somebody takes their data along, looks into it, and deletes the account."""

import json
import zipfile
from pathlib import Path

from tests.journeys.visitor import Visitor

EMAIL = "tika@perjalanan.test"
PASSWORD = "kalimat sandi yang panjang"


def test_an_account_is_exported_and_deleted(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/daftar")
    assert visitor.reads("Terms of use, version %(number)s", number=1)
    visitor.fill(name="Tika Perjalanan", email=EMAIL, password=PASSWORD)
    visitor.press("Make the account")
    visitor.press("Open the link of this mail")
    visitor.press("Yes, this is me")

    visitor.open("/akun/data")
    with page.expect_download() as found:
        page.get_by_role("button", name="Unduh data saya").click()
    archive = tmp_path / "data.zip"
    found.value.save_as(archive)
    with zipfile.ZipFile(archive) as opened:
        data = json.loads(opened.read("data.json"))
        readable = opened.read("data.html").decode()
    assert data["profile"]["email"] == EMAIL
    assert "Tika Perjalanan" in readable

    visitor.press("Delete the account")
    visitor.fill(email="salah@perjalanan.test")
    visitor.press("Delete my account for good")
    assert visitor.reads("This is not the e-mail address of your account.")
    visitor.fill(email=EMAIL)
    visitor.press("Delete my account for good")
    assert visitor.reads("Your account is deleted. A mail to your old address confirms it.")

    visitor.open("/masuk")
    visitor.fill(email=EMAIL, password=PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    assert "/masuk" in page.url


def test_the_only_manager_reads_what_to_do_first(visitor: Visitor) -> None:
    visitor.sign_in("ritel@demo.test")
    visitor.open("/akun/data/hapus")

    assert visitor.reads("You are the only one who looks after:")
    assert visitor.shows("PT Toko Segar Nusantara")
