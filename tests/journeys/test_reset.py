"""Somebody forgets the password: a link by mail, a new one, and every browser that was signed in is out."""

from tests.journeys.visitor import Visitor

ADDRESS = "lestari@perjalanan.test"
OLD, NEW = "perahu kayu warna jingga", "sumur tua di balik bukit"


def test_a_forgotten_password_is_replaced_and_other_browsers_are_out(visitor: Visitor, second_visitor: Visitor) -> None:
    at_work, at_home = visitor, second_visitor
    _make_account(at_work)

    at_home.open("/lupa-sandi")
    at_home.fill(email=ADDRESS)
    at_home.press("Mail me a link")
    at_home.press("Open the link of this mail")
    at_home.fill(password=NEW)
    at_home.press("Save the new password")
    assert at_home.page.url.endswith("/masuk")

    at_work.open("/akun")
    assert "/masuk" in at_work.page.url

    at_home.fill(email=ADDRESS, password=OLD)
    at_home.press("Sign in")
    assert at_home.page.url.endswith("/masuk")
    at_home.sign_in(ADDRESS, NEW)
    at_home.open("/akun")
    assert at_home.page.url.endswith("/akun")
    assert at_home.shows(ADDRESS)


def _make_account(person: Visitor) -> None:
    person.open("/daftar")
    person.fill(name="Lestari Perjalanan", email=ADDRESS, password=OLD)
    person.press("Make the account")
    person.press("Open the link of this mail")
    person.press("Yes, this is me")
    person.open("/akun")
    assert person.page.url.endswith("/akun")
