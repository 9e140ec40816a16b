"""REQUIRE_MFA: who decides on others or on money sets up a second factor before anything else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.accounts import people
from marketplace.config import Settings
from marketplace.core.roles import Role
from marketplace.db import Database
from tests.factories import NOW, PASSWORD, make_buyer, make_official, make_operator, make_seller
from tests.marketplace.second_factor.setting_up import phone_of, switch_on
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
PAGE = "/akun/keamanan"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Require second factors on this site."""
    return replace(settings, require_mfa=True)


@pytest.fixture
def official(database: Database, sign_in: SignIn) -> FlaskClient:
    """Give the browser of an official without a second factor."""
    with database.transaction() as session:
        make_official(session, email="petugas@uji.test")
    return sign_in("petugas@uji.test")


@pytest.mark.parametrize("role", [Role.APPROVER, Role.FINANCE, Role.BUYER])
def test_a_buyer_who_approves_or_pays_is_asked_and_one_who_orders_is_not(
    database: Database, sign_in: SignIn, role: Role
) -> None:
    with database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test", role=role)

    answer = sign_in("pembeli@uji.test").get("/keranjang")

    assert answer.status_code == (200 if role == Role.BUYER else 302)
    assert answer.location == (None if role == Role.BUYER else PAGE)


def test_an_official_is_led_to_the_page_of_security(official: FlaskClient) -> None:
    assert official.get("/periksa-organisasi").location == PAGE
    assert official.get("/mulai").location == PAGE
    assert post(official, "/akun/token", {"label": "x"}, page=PAGE).location == PAGE
    assert "Siapkan dulu kode saat masuk." in official.get(PAGE).text


@pytest.mark.parametrize("path", ["/", "/akun", PAGE, "/cari?q=keripik"])
def test_public_pages_and_those_about_oneself_stay_open(official: FlaskClient, path: str) -> None:
    assert official.get(path).status_code == 200


def test_the_official_can_leave(official: FlaskClient) -> None:
    assert post(official, "/keluar", {}, page=PAGE).location == "/"


def test_with_the_factor_the_work_opens_and_it_stays_on(
    official: FlaskClient, database: Database, client: FlaskClient
) -> None:
    with database.transaction() as session:
        operator = make_operator(session, email="admin@uji.test")
        switch_on(session, operator)
        phone = phone_of(session, operator.user_id)
    post(client, "/masuk", {"email": "admin@uji.test", "password": PASSWORD})
    post(client, "/masuk/kode", {"code": phone.now()}, page="/masuk/kode")

    assert client.get("/periksa-organisasi").status_code == 200
    assert f"{PAGE}/matikan" not in client.get(PAGE).text
    assert post(client, f"{PAGE}/matikan", {}, page=PAGE).status_code == 409


def test_a_token_of_such_a_person_is_refused_until_then(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        official, seller = make_official(session), make_seller(session)
        tokens = [people.make_token(session, actor, "x", can_write=False, now=NOW) for actor in (official, seller)]

    def ask(token: str) -> TestResponse:
        return client.get("/api/v1/cooperatives", headers={"Authorization": f"Bearer {token}"})

    refused, allowed = ask(tokens[0]), ask(tokens[1])
    with database.transaction() as session:
        switch_on(session, official)

    assert (refused.status_code, refused.get_json()["code"]) == (403, "second_factor_missing")
    assert refused.mimetype == "application/problem+json"
    assert allowed.status_code == 200
    assert ask(tokens[0]).status_code == 200
