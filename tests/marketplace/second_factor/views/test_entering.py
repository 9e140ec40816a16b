"""Signing in with a second factor, as a browser does it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from marketplace.accounts.models import HalfSignIn, SignInSession, User
from marketplace.core.clock import now
from marketplace.db import Database
from tests.factories import NOW, PASSWORD, make_seller
from tests.marketplace.second_factor.views.conftest import Protected
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


def answer_code(browser: FlaskClient, code: str, **more: str) -> TestResponse:
    return post(browser, "/masuk/kode", {"code": code, **more}, page="/masuk/kode")


def test_the_password_alone_opens_nothing(past_password: FlaskClient, database: Database) -> None:
    assert past_password.get("/akun").location == "/masuk?lanjut=/akun"
    assert "KDMP Melati" not in past_password.get("/masuk/kode").text
    with database.reading() as session:
        assert session.scalar(select(func.count(SignInSession.id))) == 0


@pytest.mark.parametrize("blanks", [False, True])
def test_the_code_of_the_phone_opens_the_page_that_was_asked_for(
    past_password: FlaskClient, seller: Protected, blanks: bool
) -> None:
    code = seller.phone.now()
    answer = answer_code(past_password, f" {code[:3]} {code[3:]} " if blanks else code, lanjut="/akun")

    assert (answer.status_code, answer.location) == (302, "/akun")
    assert "KDMP Melati" in past_password.get("/akun").text
    assert past_password.get("/masuk/kode").location == "/masuk"


def test_a_wrong_code_keeps_the_person_at_the_door(past_password: FlaskClient, seller: Protected) -> None:
    answer = answer_code(past_password, "000000", lanjut="/akun")

    assert answer.status_code == 422
    assert "Kode ini tidak cocok atau sudah dipakai." in answer.text
    assert 'name="lanjut" value="/akun"' in answer.text
    assert past_password.get("/akun").status_code == 302


def test_a_code_that_was_seen_over_the_shoulder_is_void(
    past_password: FlaskClient, seller: Protected, app_client: FlaskClient
) -> None:
    code = seller.phone.now()
    answer_code(past_password, code)
    post(app_client, "/masuk", {"email": seller.email, "password": PASSWORD})

    assert answer_code(app_client, code).status_code == 422


@pytest.fixture
def app_client(client: FlaskClient) -> FlaskClient:
    """Give another browser."""
    return client.application.test_client()


def test_a_recovery_code_replaces_the_lost_phone_once(
    past_password: FlaskClient, seller: Protected, app_client: FlaskClient
) -> None:
    assert answer_code(past_password, seller.recovery[0]).status_code == 302
    post(app_client, "/masuk", {"email": seller.email, "password": PASSWORD})

    assert answer_code(app_client, seller.recovery[0]).status_code == 422
    assert "9 kode cadangan" in past_password.get("/akun/keamanan").text


def test_guessing_codes_is_stopped_after_five_for_that_account(past_password: FlaskClient, seller: Protected) -> None:
    for _ in range(5):
        assert answer_code(past_password, "000000").status_code == 422

    answer = answer_code(past_password, seller.phone.now())

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_after_ten_minutes_the_password_is_asked_again(past_password: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(HalfSignIn).values(expires_at=now() - timedelta(seconds=1)))

    answer = past_password.get("/masuk/kode?lanjut=/akun")

    assert answer.location == "/masuk?lanjut=/akun"
    assert "Itu terlalu lama." in past_password.get("/masuk").text


def test_a_person_who_is_disabled_meanwhile_stays_outside(
    past_password: FlaskClient, seller: Protected, database: Database
) -> None:
    with database.transaction() as session:
        session.get_one(User, seller.user_id).disabled_at = NOW

    assert past_password.get("/masuk/kode").location == "/masuk"


def test_nobody_gets_to_the_code_without_the_password(client: FlaskClient) -> None:
    assert client.get("/masuk/kode").location == "/masuk"
    assert post(client, "/masuk/kode", {"code": "123456"}).location == "/masuk"


@pytest.mark.parametrize("target", ["//jahat.id", "/////jahat.id", "\\\\jahat.id", "javascript:alert(1)"])
def test_t74_the_code_leads_nowhere_else(past_password: FlaskClient, seller: Protected, target: str) -> None:
    answer = answer_code(past_password, seller.phone.now(), lanjut=target)

    assert answer.location == "/mulai"


def test_t75_a_token_that_was_planted_before_dies_at_sign_in(
    past_password: FlaskClient, seller: Protected, sign_in: SignIn, database: Database
) -> None:
    with database.transaction() as session:
        make_seller(session, email="jahat@uji.test")
    planted = sign_in("jahat@uji.test").get_cookie("sesi")
    assert planted is not None
    victim = past_password
    victim.set_cookie("sesi", planted.value)
    post(victim, "/masuk", {"email": seller.email, "password": PASSWORD})

    answer_code(victim, seller.phone.now())

    fresh = victim.get_cookie("sesi")
    assert fresh is not None
    assert fresh.value != planted.value
    with database.reading() as session:
        alive = session.scalars(select(SignInSession.user_id).where(SignInSession.ended_at.is_(None))).all()
    assert alive == [seller.user_id]


def test_t75_a_copied_cookie_is_dead_after_signing_out(past_password: FlaskClient, seller: Protected) -> None:
    half = past_password.get_cookie("sesi")
    answer_code(past_password, seller.phone.now())
    whole = past_password.get_cookie("sesi")
    assert half is not None
    assert whole is not None

    post(past_password, "/keluar", {}, page="/akun")

    for stolen in (half, whole):
        past_password.set_cookie("sesi", stolen.value)
        assert past_password.get("/akun").status_code == 302
        assert past_password.get("/masuk/kode").location.startswith("/masuk")


def test_pages_of_a_person_are_kept_by_no_cache(past_password: FlaskClient, seller: Protected) -> None:
    answer_code(past_password, seller.phone.now())

    headers = past_password.get("/akun/keamanan").headers

    assert headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in headers["Vary"]
