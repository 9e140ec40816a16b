"""Two languages: the switch, the cookie, and how numbers and days print."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.web import i18n

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_indonesian_comes_first_and_english_by_the_switch(client: FlaskClient) -> None:
    assert '<html lang="id">' in client.get("/masuk", headers={"Accept-Language": "en-GB,en"}).text

    answer = client.get("/masuk?lang=en")

    assert '<html lang="en">' in answer.text
    assert "Sign in" in answer.text


def test_the_choice_is_kept_for_a_year(client: FlaskClient) -> None:
    chosen = client.get("/masuk?lang=en")

    assert "Max-Age=31536000" in chosen.headers["Set-Cookie"]
    assert '<html lang="en">' in client.get("/daftar").text
    client.get("/masuk?lang=id")
    assert '<html lang="id">' in client.get("/daftar").text


@pytest.mark.parametrize("value", ["de", "", "EN", "../../etc", "en'--", "x" * 500])
def test_an_unknown_language_changes_nothing(client: FlaskClient, value: str) -> None:
    answer = client.get("/masuk", query_string={"lang": value})

    assert '<html lang="id">' in answer.text
    assert "bahasa=" not in answer.headers.get("Set-Cookie", "")


def test_the_switch_keeps_the_address_of_the_page(client: FlaskClient) -> None:
    page = client.get("/masuk?lanjut=/akun&lang=id").text

    assert 'href="/masuk?lanjut=%2Fakun&amp;lang=en"' in page


def test_numbers_and_moments_print_as_the_reader_writes_them(app: Flask) -> None:
    late = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)

    with app.test_request_context("/"):
        indonesian = (i18n.number(18328800), i18n.day(late), i18n.long_day(late), i18n.moment(late), i18n.day(None))
    with app.test_request_context("/?lang=en"):
        english = (i18n.number(18328800), i18n.day(late))

    assert indonesian == ("18.328.800", "25 Nov 2026", "25 November 2026", "25 Nov 2026 00.05 WIB", "")
    assert english == ("18,328,800", "25 Nov 2026")
