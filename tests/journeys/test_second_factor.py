"""An official adds the code of the phone to the password, signs in with it, loses the phone, and gets in by paper."""

from datetime import UTC, datetime

import pyotp

from marketplace.demo_people import PASSWORD
from tests.journeys.visitor import Visitor
from tests.journeys.words import indonesian

OFFICIAL = "petugas2@demo.test"
HOME = "/akun/keamanan"


def test_an_official_signs_in_by_code_and_without_the_phone(visitor: Visitor) -> None:
    visitor.sign_in(OFFICIAL)
    phone, recovery = _set_up(visitor)
    _sign_out(visitor)

    _give_password(visitor)
    assert visitor.page.url.endswith("/masuk/kode")
    visitor.fill(code="000000")
    visitor.press("Sign in")
    assert visitor.reads("This code is not right, or was used already. Wait for the next one and try again.")
    visitor.fill(code=phone.now())
    visitor.press("Sign in")
    _is_inside(visitor)
    _sign_out(visitor)

    _give_password(visitor)
    assert visitor.reads("Phone lost or replaced?")
    visitor.fill(code=recovery[0])
    visitor.press("Sign in")
    _is_inside(visitor)

    visitor.press("Switch off")
    assert visitor.reads("Off")
    _sign_out(visitor)
    visitor.sign_in(OFFICIAL)


def _set_up(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    visitor.open(HOME)
    page = visitor.press("Set up the code")
    phone = pyotp.TOTP(page.locator("#rahasia").inner_text().replace(" ", ""))
    assert page.locator("img.secret-qr").evaluate("picture => picture.naturalWidth") > 0
    # The code of the step before, so that the present one is still free for signing in.
    visitor.fill(code=phone.at(datetime.now(UTC), counter_offset=-1))
    visitor.press("Switch on")
    recovery = page.locator(".paper-codes li").all_inner_texts()
    assert len(recovery) == 10
    visitor.press("I have kept them")
    return phone, recovery


def _give_password(visitor: Visitor) -> None:
    visitor.open("/masuk")
    visitor.fill(email=OFFICIAL, password=PASSWORD)
    visitor.press("Sign in")


def _sign_out(visitor: Visitor) -> None:
    header = visitor.page.locator("header")
    header.locator("summary").click()
    header.get_by_role("button", name=indonesian("Sign out")).click()
    visitor.page.wait_for_load_state()


def _is_inside(visitor: Visitor) -> None:
    visitor.open(HOME)
    assert visitor.reads("This device")
