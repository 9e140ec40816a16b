"""At a fair: a visitor scans a card, leaves a contact without an account; the cooperative finds it."""

from tests.journeys.visitor import Visitor


def test_a_scanned_card_leads_to_a_contact_for_the_cooperative(phone: Visitor, visitor: Visitor) -> None:
    page = phone.open("/pameran")
    page.locator("main .fair-card a").first.click()
    page.wait_for_load_state()
    phone.look()
    page.locator("main a[href^='/pameran/']", has_text="stan").first.click()
    page.wait_for_load_state()
    phone.look()
    page.locator("main a[href^='/p/']").first.click()
    page.wait_for_load_state()
    phone.look()
    seller = page.locator("main a.coop strong").inner_text()
    phone.press("Ask the cooperative")
    phone.fill(name="Pengunjung Uji", phone="0800-0000-7777", message="Minta contoh 2 karton.")
    phone.press("Send")
    assert "terima-kasih" not in page.url, "without consent nothing may be sent"

    page.locator("main input[name=consent]").check()
    phone.press("Send")
    assert "terima-kasih" in page.url

    account = {"KDMP Kemantren": "koperasi@demo.test", "KDMP Tukkerto": "koperasi2@demo.test"}.get(seller)
    if account is not None:
        visitor.sign_in(account)
        visitor.open("/kontak-masuk")
        assert visitor.shows("Pengunjung Uji")


def test_an_official_prints_the_cards_of_a_fair(visitor: Visitor) -> None:
    visitor.sign_in("petugas@demo.test")
    page = visitor.open("/pameran-saya")
    page.locator("main a[href^='/pameran-saya/']:not([href$='/baru']):not([href$='/hapus-kontak'])").first.click()
    page.wait_for_load_state()
    visitor.look()
    link = page.locator("main a[href$='kartu.pdf']").first.get_attribute("href")

    answer = page.request.get(str(link))

    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")
