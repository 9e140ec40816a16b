"""Proving oneself again before a grave change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.db import Database
from tests.factories import PASSWORD, make_seller
from tests.marketplace.second_factor.views.conftest import Protected
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
PAGE = "/akun/buktikan"


@pytest.fixture
def old(database: Database, sign_in: SignIn, age_sign_ins: Callable[[timedelta], None]) -> FlaskClient:
    """Give a browser that signed in eleven minutes ago."""
    with database.transaction() as session:
        make_seller(session, email="baru@uji.test")
    browser = sign_in("baru@uji.test")
    age_sign_ins(timedelta(minutes=11))
    return browser


def prove(browser: FlaskClient, **fields: str) -> TestResponse:
    return post(browser, PAGE, {"password": PASSWORD, **fields}, page=PAGE)


def make_token(browser: FlaskClient) -> TestResponse:
    return post(browser, "/akun/token", {"label": "kasir"}, page="/akun", headers={"Referer": "http://localhost/akun"})


def test_making_a_token_asks_for_the_password_and_goes_on(old: FlaskClient) -> None:
    asked = make_token(old)
    answer = prove(old, lanjut="/akun")

    assert asked.location.startswith(f"{PAGE}?lanjut=/")
    assert answer.location == "/akun"
    assert "ed_" in make_token(old).text


def test_the_token_in_the_cookie_changes_and_open_forms_stay_good(old: FlaskClient) -> None:
    before = old.get_cookie("sesi")
    form = {"label": "kasir", "csrf_token": csrf_token(old, "/akun")}
    assert before is not None

    prove(old)

    assert "ed_" in old.post("/akun/token", data=form).text
    old.set_cookie("sesi", before.value)
    assert old.get("/akun").status_code == 302


def test_a_wrong_password_proves_nothing(old: FlaskClient) -> None:
    answer = prove(old, password="salah-sekali-123")

    assert answer.status_code == 422
    assert "Kata sandi tidak cocok." in answer.text
    assert make_token(old).status_code == 302


def test_guessing_is_stopped_after_five(old: FlaskClient) -> None:
    for _ in range(5):
        prove(old, password="salah-sekali-123")

    assert prove(old).status_code == 429


def test_whoever_has_a_second_factor_proves_both(past_password: FlaskClient, seller: Protected) -> None:
    post(past_password, "/masuk/kode", {"code": seller.recovery[0]}, page="/masuk/kode")

    assert 'name="code"' in past_password.get(PAGE).text
    assert prove(past_password).status_code == 422
    assert prove(past_password, code="000000").status_code == 422
    assert prove(past_password, code=seller.phone.now(), password="salah-sekali-123").status_code == 422
    assert prove(past_password, code=seller.phone.now()).status_code == 302


@pytest.mark.parametrize("target", ["//jahat.example", "https://jahat.example", "\\\\jahat.example"])
def test_t74_the_proof_leads_nowhere_else(old: FlaskClient, target: str) -> None:
    assert prove(old, lanjut=target).location == "/akun"
