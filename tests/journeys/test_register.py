"""A new buyer makes an account, confirms the address, registers an organisation, and an official approves it."""

from tests.journeys.visitor import Visitor


def test_a_buyer_registers_and_is_approved(visitor: Visitor, second_visitor: Visitor) -> None:
    page = visitor.open("/daftar")
    visitor.fill(name="Rudi Perjalanan", email="rudi@perjalanan.test", password="kalimat sandi yang panjang")
    visitor.press("Make the account")
    assert visitor.reads("This is the mail that would come:")
    visitor.press("Open the link of this mail")
    visitor.press("Yes, this is me")
    assert visitor.reads("Your e-mail address is confirmed.")
    visitor.choose("kind", "retailer")
    visitor.fill(name="Toko Perjalanan Sejahtera", address="Jl. Uji No. 1")
    visitor.choose_region("35", "35.78", "35.78.09")
    visitor.press("Send the registration")
    assert visitor.reads("Waiting for approval")
    assert page.url.endswith("/organisasi")

    official = second_visitor
    official.sign_in("petugas@demo.test")
    official.open("/periksa-organisasi")
    official.page.get_by_role("link", name="Toko Perjalanan Sejahtera").first.click()
    official.page.wait_for_load_state()
    official.look()
    official.choose("decision", "approve")
    official.page.locator("main form button[type=submit]").last.click()
    official.page.wait_for_load_state()

    visitor.open("/organisasi")
    assert visitor.reads("Approved")
