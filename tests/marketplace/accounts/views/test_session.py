"""Signing in and out, making an account, switching the organisation, as a browser does it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import Membership, SignInSession, User
from marketplace.core.roles import OrganisationKind, Role
from marketplace.db import Database
from tests.factories import NOW, PASSWORD, make_buyer, make_operator, make_organisation, make_seller, make_user
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def seller(database: Database) -> str:
    """Make a cooperative's manager and give the address to sign in with."""
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test", name="KDMP Melati")
    return "penjual@uji.test"


def _living_sessions(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(SignInSession).where(SignInSession.ended_at.is_(None))).all())


@pytest.mark.parametrize("email", ["penjual@uji.test", "  Penjual@UJI.test "])
def test_the_right_password_opens_the_workplace(client: FlaskClient, seller: str, email: str) -> None:
    answer = post(client, "/masuk", {"email": email, "password": PASSWORD})

    assert (answer.status_code, answer.location) == (302, "/mulai")
    assert "KDMP Melati" in client.get("/akun").text


@pytest.mark.parametrize(
    ("email", "password"), [("penjual@uji.test", "salah-sekali-123"), ("tidak-ada@uji.test", PASSWORD)]
)
def test_t73_a_wrong_password_and_an_unknown_address_answer_alike(
    client: FlaskClient, seller: str, email: str, password: str
) -> None:
    answer = post(client, "/masuk", {"email": email, "password": password})

    assert answer.status_code == 422
    assert "Alamat e-mail, nomor telepon, atau kata sandi tidak cocok." in answer.text
    assert f'value="{email}"' in answer.text
    assert password not in answer.text


def test_a_phone_number_opens_the_workplace_too(client: FlaskClient, seller: str, database: Database) -> None:
    with database.transaction() as session:
        session.scalars(select(User).where(User.email == seller)).one().phone_key = "+6281200007777"

    assert post(client, "/masuk", {"email": "0812-0000-7777", "password": PASSWORD}).location == "/mulai"


def test_guesses_are_counted_for_the_account_however_its_number_is_written(client: FlaskClient, seller: str) -> None:
    for login in ("081200007777", "0812 0000 7777", "+62 812-0000-7777", "62812 00007777", "812.0000.7777"):
        assert post(client, "/masuk", {"email": login, "password": "salah-sekali-123"}).status_code == 422

    assert post(client, "/masuk", {"email": "0812-0000-7777", "password": PASSWORD}).status_code == 429


def test_empty_fields_are_named_with_a_link_to_each(client: FlaskClient, database: Database) -> None:
    answer = post(client, "/masuk", {"email": " ", "password": ""})

    assert answer.status_code == 422
    assert '<a href="#email">Tulis alamat e-mail atau nomor telepon Anda.</a>' in answer.text
    assert 'aria-describedby="password-error"' in answer.text


def test_guessing_is_stopped_after_five_wrong_passwords_for_that_account_only(client: FlaskClient, seller: str) -> None:
    for _ in range(5):
        assert post(client, "/masuk", {"email": seller, "password": "salah-sekali-123"}).status_code == 422

    answer = post(client, "/masuk", {"email": seller, "password": PASSWORD})
    other = post(client, "/masuk", {"email": "lain@uji.test", "password": PASSWORD})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert other.status_code == 422


def test_t75_signing_out_kills_the_session_in_the_database(seller: str, database: Database, sign_in: SignIn) -> None:
    browser = sign_in(seller)
    stolen = browser.get_cookie("sesi")
    assert stolen is not None

    answer = post(browser, "/keluar", {})
    browser.set_cookie("sesi", stolen.value)

    assert (answer.status_code, answer.location) == (302, "/")
    assert _living_sessions(database) == 0
    assert browser.get("/akun").location == "/masuk?lanjut=/akun"


def test_signing_in_as_somebody_else_ends_the_earlier_session(seller: str, database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test")
    browser = sign_in(seller)

    post(browser, "/masuk", {"email": "pembeli@uji.test", "password": PASSWORD})

    assert _living_sessions(database) == 1


def test_a_disabled_person_is_out_at_once(seller: str, database: Database, sign_in: SignIn) -> None:
    browser = sign_in(seller)

    with database.transaction() as session:
        session.scalars(select(User).where(User.email == seller)).one().disabled_at = NOW

    assert browser.get("/akun").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "javascript:alert(1)",
        "/a\nb",
    ],
)
def test_t74_an_address_of_elsewhere_is_never_gone_to(client: FlaskClient, seller: str, target: str) -> None:
    answer = post(client, "/masuk", {"email": seller, "password": PASSWORD, "lanjut": target})

    assert answer.location == "/mulai"


def test_signing_in_goes_on_to_the_page_that_was_asked_for(client: FlaskClient, seller: str) -> None:
    asked = client.get("/akun?x=1")
    assert asked.location == "/masuk?lanjut=/akun?x%3D1"

    page = client.get(asked.location)
    answer = post(client, "/masuk", {"email": seller, "password": PASSWORD, "lanjut": "/akun?x=1"})

    assert 'name="lanjut" value="/akun?x=1"' in page.text
    assert answer.location == "/akun?x=1"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: FlaskClient, seller: str) -> None:
    answer = post(client, "/akun/token", {}, headers={"Referer": "http://localhost/akun"})
    foreign = post(client, "/akun/token", {"label": "x"}, headers={"Referer": "https://jahat.example/akun"})

    assert answer.location == "/masuk?lanjut=/akun"
    assert foreign.location == "/masuk?lanjut=/"


@pytest.mark.parametrize("url", ["/masuk", "/keluar", "/daftar", "/akun/organisasi", "/kabar", "/organisasi/daftar"])
def test_a_form_without_its_token_is_refused(seller: str, sign_in: SignIn, url: str) -> None:
    answer = sign_in(seller).post(url, data={"email": seller, "password": PASSWORD})

    assert answer.status_code == 400
    assert "Muat ulang halaman, lalu kirim lagi." in answer.text


def test_the_operator_starts_at_the_desk(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_operator(session, email="pengelola@uji.test")

    assert sign_in("pengelola@uji.test").get("/mulai").location == "/pengelola"


def test_the_foot_offers_to_sign_in_only_to_strangers(client: FlaskClient, seller: str, sign_in: SignIn) -> None:
    assert '<li><a href="/masuk">' in client.get("/").text
    assert '<li><a href="/masuk">' not in sign_in(seller).get("/").text


def test_a_person_switches_between_their_organisations_only(seller: str, database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        shop = make_organisation(session, kind=OrganisationKind.RETAILER, name="Toko Dua")
        stranger = make_organisation(session, kind=OrganisationKind.RETAILER, name="Toko Orang")
        user = session.scalars(select(User).where(User.email == seller)).one()
        session.add(Membership(user_id=user.id, organisation_id=shop.id, role=Role.BUYER, created_at=NOW))
        mine, other = shop.id, stranger.id
    browser = sign_in(seller)
    assert "Bertindak untuk Toko Dua" in browser.get("/akun").text

    wrong = (str(other), "x", "", "9" * 40)
    refused = [post(browser, "/akun/organisasi", {"organisation": value}) for value in wrong]
    switched = post(browser, "/akun/organisasi", {"organisation": str(mine)})

    assert {answer.status_code for answer in refused} == {404}
    assert switched.location == "/mulai"
    assert "Bertindak untuk KDMP Melati" in browser.get("/akun").text


def test_somebody_without_an_organisation_is_led_to_register_one(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_user(session, email="sendiri@uji.test")

    browser = sign_in("sendiri@uji.test")

    assert browser.get("/mulai").location == "/organisasi/daftar"
    assert browser.get("/organisasi").location == "/organisasi/daftar"
    assert browser.get("/kabar").status_code == 200
    assert browser.get("/lainnya").status_code == 200
