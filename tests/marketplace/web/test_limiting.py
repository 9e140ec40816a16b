"""Limits at the door: who is counted, what the answer says, and that nobody can pretend to be elsewhere."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.db import Database
from marketplace.limits import rules
from marketplace.web.limiting import Rate
from marketplace.web.proxies import countable
from tests.factories import PASSWORD, make_buyer
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def few_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the API be called three times only."""
    monkeypatch.setattr(rules, "API", rules.Limit(name="api", times=3, window=rules.MINUTE))


def guess(client: FlaskClient, email: str, **options: str) -> int:
    return post(client, "/masuk", {"email": email, "password": "salah-sama-sekali"}, **options).status_code


def test_the_sixth_wrong_password_is_not_even_looked_at(app: Flask, client: FlaskClient, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test")

    assert [guess(client, "pembeli@uji.test") for _ in range(6)] == [422] * 5 + [429]
    right = post(client, "/masuk", {"email": "pembeli@uji.test", "password": PASSWORD})

    assert right.status_code == 429
    assert 0 < int(right.headers["Retry-After"]) <= 15 * 60


def test_a_right_password_begins_anew(app: Flask, client: FlaskClient, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test")

    for _ in range(3):
        assert [guess(app.test_client(), "pembeli@uji.test") for _ in range(4)] == [422] * 4
        answer = post(app.test_client(), "/masuk", {"email": "pembeli@uji.test", "password": PASSWORD})
        assert answer.status_code == 302


@pytest.mark.usefixtures("few_calls")
def test_the_api_says_429_as_a_problem_with_the_time_to_wait(client: FlaskClient) -> None:
    answers = [client.get("/api/v1/openapi.json") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].content_type == "application/problem+json"
    assert answers[3].json is not None
    assert answers[3].json["code"] == "too_many"
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("storefront.search", "GET", "/cari?q=keripik"),
        ("storefront.suggest", "GET", "/saran?q=ker"),
        ("leads.new", "POST", "/kontak"),
        ("complaint.new", "POST", "/pengaduan"),
    ],
)
def test_searches_and_contacts_of_strangers_are_counted(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, endpoint: str, method: str, path: str
) -> None:
    view = app.view_functions[endpoint]
    rate = view.__dict__["rate"]
    monkeypatch.setitem(view.__dict__, "rate", replace(rate, limit=replace(rate.limit, times=1, step=1)))
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    first, second = (client.open(path, method=method) for _ in range(2))

    assert first.status_code != 429
    assert second.status_code == 429
    assert 0 < int(second.headers["Retry-After"]) <= 15 * 60


@pytest.mark.parametrize("endpoint", ["product_photos.add", "steps.scan", "transfers.proof"])
def test_uploads_are_counted(app: Flask, endpoint: str) -> None:
    assert app.view_functions[endpoint].__dict__["rate"] == Rate(rules.UPLOAD, ("POST",))


def calls_from(client: FlaskClient, *addresses: str) -> list[int]:
    return [
        client.get("/api/v1/openapi.json", headers={"X-Forwarded-For": address}).status_code for address in addresses
    ]


@pytest.mark.usefixtures("few_calls")
def test_t76_a_pretended_address_does_not_begin_anew(client: FlaskClient) -> None:
    assert calls_from(client, *(f"10.0.0.{number}" for number in range(4))) == [200, 200, 200, 429]


@pytest.mark.usefixtures("few_calls")
def test_behind_a_named_proxy_each_visitor_is_counted_apart(settings: Settings) -> None:
    behind = create_app(replace(settings, trusted_proxies=("127.0.0.1",)))

    assert calls_from(behind.test_client(), *(f"10.0.0.{number}" for number in range(4))) == [200] * 4
    assert calls_from(behind.test_client(), *["10.0.0.9"] * 4) == [200, 200, 200, 429]
    behind.extensions["database"].close()


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("10.0.0.9", "10.0.0.9"),
        ("::ffff:10.0.0.9", "10.0.0.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "?"),
        (None, "?"),
    ],
)
@pytest.mark.usefixtures("database_url")
def test_an_ipv6_network_is_counted_as_one(address: str | None, counted: str) -> None:
    assert countable(address) == counted


@pytest.mark.usefixtures("few_calls")
def test_refused_calls_count_too(client: FlaskClient) -> None:
    dead = {"Authorization": "Bearer ed_tidak-ada"}

    assert [client.get("/api/v1/orders", headers=dead).status_code for _ in range(4)] == [401, 401, 401, 429]
