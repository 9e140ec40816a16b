"""Errors as people and as programs see them."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from marketplace.accounts.access import public
from marketplace.core.errors import Conflict, DomainError, Invalid, NotAllowed, Unavailable
from marketplace.db import Database
from tests.factories import make_seller
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FAULTS: dict[str, tuple[Exception, int, str]] = {
    "allowed": (NotAllowed("not_allowed"), 403, "Peran Anda tidak mengizinkan ini"),
    "conflict": (Conflict("stale"), 409, "Keadaannya baru saja berubah"),
    "invalid": (Invalid.field("name", "Tulis nama."), 422, "Tulis nama."),
    "stale": (StaleDataError(), 409, "Keadaannya baru saja berubah"),
    "collision": (IntegrityError("INSERT", {}, Exception("taken")), 409, "Keadaannya baru saja berubah"),
    "away": (Unavailable("search_down"), 503, "Layanan ini sedang tidak menjawab"),
    "database": (OperationalError("SELECT", {}, Exception("gone")), 503, "Layanan ini sedang tidak menjawab"),
    "bug": (RuntimeError("secret words"), 500, "Ada gangguan di pihak kami"),
}


@pytest.fixture
def faulty(app: Flask) -> FlaskClient:
    """Give a browser on a site whose pages /rusak/... and /api/v1/rusak/... fail in every way."""
    for name, (fault, _status, _words) in FAULTS.items():

        @public
        def fail(fault: Exception = fault) -> str:
            raise fault

        app.add_url_rule(f"/rusak/{name}", f"fail_{name}", fail)
        app.add_url_rule(f"/api/v1/rusak/{name}", f"fail_api_{name}", fail)
    return app.test_client()


@pytest.mark.parametrize("name", FAULTS)
def test_a_person_reads_what_happened_in_their_language(faulty: FlaskClient, name: str) -> None:
    _fault, status, words = FAULTS[name]

    answer = faulty.get(f"/rusak/{name}")

    assert answer.status_code == status
    assert words in answer.text
    assert '<html lang="id">' in answer.text
    assert "secret words" not in answer.text


@pytest.mark.parametrize("name", FAULTS)
def test_a_program_gets_problem_details(faulty: FlaskClient, name: str) -> None:
    fault, status, _words = FAULTS[name]

    answer = faulty.get(f"/api/v1/rusak/{name}")

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["code"] == (fault.code if isinstance(fault, DomainError) else answer.json["code"])
    assert answer.json["detail"]
    assert "secret" not in answer.text


def test_fields_are_named_to_programs(faulty: FlaskClient) -> None:
    answer = faulty.get("/api/v1/rusak/invalid")

    assert answer.json is not None
    assert answer.json["errors"] == {"name": "Tulis nama."}


def test_a_fault_of_ours_has_a_number_that_the_log_has_too(
    faulty: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = faulty.get("/rusak/bug")

    number = re.search(r'<strong class="tnum">(\w{12})</strong>', answer.text)
    assert number
    assert number.group(1) in caplog.text


def test_a_503_says_when_to_try_again(faulty: FlaskClient) -> None:
    assert faulty.get("/rusak/away").headers["Retry-After"] == "30"


@pytest.mark.parametrize(("language", "words"), [("id", "Tidak ada apa-apa di sini"), ("en", "There is nothing here")])
def test_a_page_that_is_not_there_is_said_in_both_languages(client: FlaskClient, language: str, words: str) -> None:
    answer = client.get(f"/tidak-ada?lang={language}")

    assert answer.status_code == 404
    assert words in answer.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get("/keluar")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "Kode 405" in answer.text


def test_a_form_that_is_too_big_is_refused_as_such(client: FlaskClient) -> None:
    token = csrf_token(client)

    answer = client.post("/masuk", data={"csrf_token": token, "email": "x" * (3 * 1024 * 1024)})

    assert answer.status_code == 413
    assert "Ini terlalu besar" in answer.text


def test_a_form_with_a_thousand_fields_is_refused(client: FlaskClient) -> None:
    many = {f"field{n}": (None, "x") for n in range(1000)}

    answer = client.post("/masuk", data={k: v[1] for k, v in many.items()}, content_type="multipart/form-data")

    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/masuk", "/kabar", "/akun", "/lainnya"])
def test_when_the_database_is_gone_the_page_still_comes_and_asks_nothing(
    database: Database, sign_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")
    browser = sign_in("penjual@uji.test")

    def gone(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("could not connect"))

    monkeypatch.setattr(Database, "reading", gone)
    monkeypatch.setattr(Database, "transaction", gone)
    answer = browser.get(path)

    assert answer.status_code == 503
    assert "Layanan ini sedang tidak menjawab" in answer.text
    assert "could not connect" not in answer.text


def test_a_dead_token_is_401_with_the_scheme(client: FlaskClient, app: Flask) -> None:
    from marketplace.accounts.access import signed_in

    app.add_url_rule("/api/v1/rahasia", "secret_api", signed_in(lambda: "x"))

    stranger = client.get("/api/v1/rahasia")
    dead = client.get("/api/v1/rahasia", headers={"Authorization": "Bearer ed_tidak-ada"})

    assert [answer.status_code for answer in (stranger, dead)] == [401, 401]
    assert dead.headers["WWW-Authenticate"] == "Bearer"
    assert dead.json is not None
    assert dead.json["code"] == "dead_token"


def test_missing_fields_are_errors_beside_fields_not_faults(client: FlaskClient) -> None:
    assert post(client, "/masuk", {}).status_code == 422
    assert post(client, "/daftar", {}, page="/daftar").status_code == 422
