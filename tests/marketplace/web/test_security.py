"""What every answer carries, whatever it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.db import Database
from tests.factories import PASSWORD, make_seller
from tests.pages import csrf_token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PATHS = ("/masuk", "/tidak-ada", "/healthz", "/static/css/base.css", "/static/tidak-ada", "/api/v1/openapi.json")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_a_strict_policy(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("path", ["/masuk", "/daftar", "/tidak-ada", "/api/v1/docs"])
def test_pages_keep_to_the_policy(client: FlaskClient, path: str) -> None:
    page = client.get(path).text

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert "<script>" not in page


def test_a_signed_in_page_is_not_kept_anywhere(database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")

    headers = sign_in("penjual@uji.test").get("/akun").headers

    assert headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in headers["Vary"]


def test_a_visitor_who_only_looks_gets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/tidak-ada").headers
    assert "Set-Cookie" not in client.get("/api/v1/docs").headers


@pytest.mark.parametrize(
    ("url", "name"), [("http://127.0.0.1:8123", "sesi"), ("https://etalase.example.id", "__Host-sesi")]
)
def test_cookies_are_locked_and_secure_exactly_on_https(settings: Settings, url: str, name: str) -> None:
    is_https = url.startswith("https")
    app = create_app(replace(settings, site_url=url, secret_key="x" * 40))
    browser = app.test_client()

    answer = browser.get("/masuk?lang=en", base_url=url)

    cookies = {cookie.split("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(cookies) == {name, "bahasa"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies.values())
    assert all(("Secure" in cookie) is is_https for cookie in cookies.values())
    assert ("Strict-Transport-Security" in answer.headers) is is_https
    app.extensions["database"].close()


def test_the_csrf_token_changes_with_the_person(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")
    before = csrf_token(client)

    client.post("/masuk", data={"csrf_token": before, "email": "penjual@uji.test", "password": PASSWORD})

    assert client.post("/kabar", data={"csrf_token": before}).status_code == 400
    assert client.post("/kabar", data={"csrf_token": csrf_token(client)}).status_code == 302
