"""The page of security: setting the code up, recovery codes, devices."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import SignInSession
from marketplace.db import Database
from tests.factories import PASSWORD, make_seller
from tests.marketplace.second_factor.views.conftest import Protected
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
Age = Callable[[timedelta], None]
PAGE = "/akun/keamanan"
SECRET = re.compile(r'id="rahasia">([A-Z2-7 ]+)<')
CODE = re.compile(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>")


@pytest.fixture
def browser(database: Database, sign_in: SignIn) -> FlaskClient:
    """Give the browser of a manager without a second factor."""
    with database.transaction() as session:
        make_seller(session, email="baru@uji.test", name="KDMP Mawar")
    return sign_in("baru@uji.test")


@pytest.fixture
def inside(past_password: FlaskClient, seller: Protected) -> FlaskClient:
    """Give the browser of the seller whose factor is on."""
    post(past_password, "/masuk/kode", {"code": seller.phone.now()}, page="/masuk/kode")
    return past_password


def press(browser: FlaskClient, path: str) -> TestResponse:
    return post(browser, f"{PAGE}/{path}", {}, page=PAGE)


def test_the_code_is_set_up_with_the_secret_of_the_page(browser: FlaskClient) -> None:
    assert "Nonaktif" in browser.get(PAGE).text
    assert press(browser, "kode").location == f"{PAGE}/pasang"
    found = SECRET.search(browser.get(f"{PAGE}/pasang").text)
    assert found

    code = pyotp.TOTP(found.group(1).replace(" ", "")).now()
    answer = post(browser, f"{PAGE}/pasang", {"code": code}, page=f"{PAGE}/pasang")

    assert answer.status_code == 200
    assert len(CODE.findall(answer.text)) == 10
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Aktif sejak" in browser.get(PAGE).text
    assert browser.get(f"{PAGE}/pasang").status_code == 404
    assert browser.get(f"{PAGE}/pasang.svg").status_code == 404


def test_a_wrong_first_code_changes_nothing(browser: FlaskClient) -> None:
    press(browser, "kode")
    shown = SECRET.findall(browser.get(f"{PAGE}/pasang").text)

    answer = post(browser, f"{PAGE}/pasang", {"code": "000 000"}, page=f"{PAGE}/pasang")

    assert answer.status_code == 422
    assert SECRET.findall(answer.text) == shown
    assert "Nonaktif" in browser.get(PAGE).text


def test_the_qr_code_is_a_picture_of_its_own_that_nobody_keeps(browser: FlaskClient) -> None:
    press(browser, "kode")

    picture = browser.get(f"{PAGE}/pasang.svg")

    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert "style" not in picture.text
    assert f'src="{PAGE}/pasang.svg"' in browser.get(f"{PAGE}/pasang").text


def test_new_recovery_codes_are_shown_once(inside: FlaskClient, seller: Protected) -> None:
    answer = press(inside, "kode-cadangan")

    found = CODE.findall(answer.text)
    assert len(found) == 10
    assert not set(found) & set(seller.recovery)
    assert not CODE.findall(inside.get(PAGE).text)


def test_the_code_is_switched_off(inside: FlaskClient, client: FlaskClient, seller: Protected) -> None:
    assert press(inside, "matikan").location == PAGE

    other = client.application.test_client()
    answer = post(other, "/masuk", {"email": seller.email, "password": PASSWORD})

    assert answer.location == "/mulai"
    assert press(inside, "matikan").status_code == 409


@pytest.mark.parametrize("path", ["kode", "kode-cadangan", "matikan"])
def test_what_is_grave_asks_for_proof_after_ten_minutes(inside: FlaskClient, age_sign_ins: Age, path: str) -> None:
    age_sign_ins(timedelta(minutes=11))

    answer = post(inside, f"{PAGE}/{path}", {}, page=PAGE, headers={"Referer": f"http://localhost{PAGE}"})

    assert answer.location == f"/akun/buktikan?lanjut={PAGE}"
    assert "Aktif sejak" in inside.get(PAGE).text


def test_the_secret_is_not_shown_to_a_sign_in_of_this_morning(browser: FlaskClient, age_sign_ins: Age) -> None:
    press(browser, "kode")
    age_sign_ins(timedelta(minutes=11))

    for path in ("pasang", "pasang.svg"):
        assert browser.get(f"{PAGE}/{path}").location == f"/akun/buktikan?lanjut={PAGE}/{path}"


def test_devices_are_listed_and_signed_out_one_by_one(
    browser: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    phone = sign_in("baru@uji.test")
    page = browser.get(PAGE, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 10) Chrome/131.0 Safari/537.36"})
    (other,) = re.findall(rf"{PAGE}/perangkat/(\d+)/keluarkan", page.text)

    assert page.text.count("Perangkat ini") == 1
    assert "KDMP Mawar" in page.text
    assert press(browser, f"perangkat/{other}/keluarkan").location == PAGE

    assert phone.get("/akun").status_code == 302
    assert browser.get("/akun").status_code == 200


def test_all_other_devices_are_signed_out_at_once(browser: FlaskClient, sign_in: SignIn) -> None:
    others = [sign_in("baru@uji.test") for _ in range(2)]

    assert press(browser, "perangkat/keluarkan").location == PAGE

    assert [other.get("/akun").status_code for other in others] == [302, 302]
    assert browser.get("/akun").status_code == 200


def test_the_device_of_another_is_not_there(browser: FlaskClient, inside: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        rows = session.scalars(select(SignInSession.id).order_by(SignInSession.id)).all()

    answers = {press(browser, f"perangkat/{row}/keluarkan").status_code for row in (rows[-1], 999_999)}

    assert answers == {404}
    assert inside.get("/akun").status_code == 200


def test_the_page_asks_the_database_as_often_for_many_devices(
    browser: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    browser.get(PAGE)
    with count_queries(database) as few:
        browser.get(PAGE)
    for _ in range(3):
        sign_in("baru@uji.test")

    with count_queries(database) as many:
        browser.get(PAGE)

    assert len(many) == len(few)
    assert len(few) <= 14
