"""Every page in the menus of each kind of person: on a phone, on a desktop in the dark, and without JavaScript."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.ordering import empty_cart
from tests.journeys.visitor import DESKTOP, PHONE, Visitor
from tests.journeys.words import indonesian

PAGES = {
    "": (
        "/",
        "/cari",
        "/cari?q=kripik",
        "/koperasi",
        "/pameran",
        "/cek",
        "/masuk",
        "/daftar",
        "/lupa-sandi",
        "/privasi",
        "/ketentuan",
        "/aksesibilitas",
        "/pengaduan",
        "/api/v1/docs",
    ),
    "ritel@demo.test": (
        "/keranjang",
        "/pesanan",
        "/favorit",
        "/laporan-belanja",
        "/tanya",
        "/kabar",
        "/akun",
        "/akun/kabar",
        "/akun/keamanan",
        "/akun/data",
        "/organisasi",
    ),
    "koperasi@demo.test": (
        "/beranda",
        "/pesanan",
        "/produk-saya",
        "/produk-saya/baru",
        "/produk-saya/lembar",
        "/sertifikat",
        "/sertifikat/baru",
        "/produsen",
        "/ongkir",
        "/kontak-masuk",
        "/tanya",
        "/organisasi/anggota",
        "/organisasi/rekening",
        "/lainnya",
    ),
    "petugas@demo.test": (
        "/periksa",
        "/periksa-organisasi",
        "/pameran-saya",
        "/pameran-saya/baru",
        "/pameran-saya/hapus-kontak",
    ),
    "admin@demo.test": (
        "/periksa-organisasi",
        "/pengelola",
        "/pengelola/organisasi",
        "/pengelola/orang",
        "/pengelola/pengembalian",
        "/pengelola/surel-kembali",
        "/pengelola/pencarian-kosong",
        "/pengelola/sinonim",
        "/pengelola/aturan",
        "/pengelola/jejak",
        "/pengelola/latar",
        "/pengelola/penyimpanan",
        "/pengelola/halaman",
        "/pengelola/halaman/ketentuan",
        "/pengelola/pengaduan",
        "/akun",
    ),
}


@pytest.mark.parametrize("email", PAGES)
@pytest.mark.parametrize("shape", ["phone", "desktop-dark"])
def test_pages_are_accessible_and_fit_the_screen(site: str, chromium: Browser, email: str, shape: str) -> None:
    options = PHONE if shape == "phone" else {**DESKTOP, "color_scheme": "dark"}
    person = Visitor(chromium, site, **options)
    if email:
        person.sign_in(email)
    for path in PAGES[email]:
        page = person.open(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{path} scrolls sideways"
    person.close()


def test_the_way_to_an_order_works_without_javascript(site: str, chromium: Browser) -> None:
    person = Visitor(chromium, site, java_script_enabled=False, look=False)
    person.sign_in("bumn@demo.test")
    empty_cart(person)
    page = person.open("/cari?q=keripik+ikan+sunduk&kebijakan=0")
    page.locator("main .pcard-name a").first.click()
    page.locator("main input[name=count]").fill("1")
    page.get_by_role("button", name="Tambah ke keranjang").click()
    person.open("/pesan")

    page.get_by_role("button", name=indonesian("Reckon shipping for this place")).click()

    assert page.get_by_role("button", name="Pesan sekarang").is_visible()
    person.close()


def test_english_is_one_click_away(visitor: Visitor) -> None:
    page = visitor.open("/")

    page.get_by_role("link", name="English").click()
    page.wait_for_load_state()
    visitor.look()

    assert page.locator("html").get_attribute("lang") == "en"
    assert visitor.shows("Village products, ready for your shelf.")
