"""The pages of spreadsheets."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.models import Product
from marketplace.db import Database
from marketplace.jobs import working
from tests.factories import make_buyer, make_seller
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
FILE = b"Nama produk;Kategori\nKeripik Uji;snacks\nKripik Salah;Roket\n"


@pytest.fixture
def browser(app: Flask, database: Database, sign_in: SignIn) -> FlaskClient:
    """The browser of a cooperative's manager."""
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="ketua@uji.test")
        make_seller(session, email="lain@uji.test")
        make_buyer(session, email="pembeli@uji.test")
    return sign_in("ketua@uji.test")


def send(browser: FlaskClient, data: bytes, name: str = "produk.csv") -> str:
    answer = post(browser, "/produk-saya/lembar/periksa", {"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_file_is_sent_tried_out_and_its_good_lines_taken_in(
    app: Flask, database: Database, browser: FlaskClient
) -> None:
    trial = send(browser, FILE)
    working.turn(app)
    page = browser.get(trial).text
    refused = post(browser, f"/produk-saya/lembar/terapkan/{trial[7:]}", {"lines": "all"}, follow_redirects=True)
    taken = post(browser, f"/produk-saya/lembar/terapkan/{trial[7:]}", {"lines": "good"})
    working.turn(app)

    assert "Keripik Uji" in page
    assert "Roket" in page
    assert refused.request.path == trial
    assert browser.get(taken.location).status_code == 200
    with database.reading() as session:
        assert [product.name for product in session.query(Product)] == ["Keripik Uji"]


def test_two_clicks_are_one_job(browser: FlaskClient) -> None:
    assert send(browser, FILE) == send(browser, FILE)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04", b"a;b\n1;2\n"])
def test_a_file_that_is_none_of_ours_is_refused_beside_the_field(browser: FlaskClient, data: bytes) -> None:
    answer = post(browser, "/produk-saya/lembar/periksa", {"file": (io.BytesIO(data), "x.csv")})

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_missing_file_is_refused(browser: FlaskClient) -> None:
    assert post(browser, "/produk-saya/lembar/periksa", {}).status_code == 422


@pytest.mark.parametrize("wanted", ["xlsx", "csv", "aneh"])
def test_a_spreadsheet_is_made_and_fetched(app: Flask, browser: FlaskClient, wanted: str) -> None:
    job = post(browser, "/produk-saya/lembar/ambil", {"format": wanted}).location
    working.turn(app)

    answer = browser.get(f"{job}/hasil", buffered=True)

    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbfKode;" if wanted == "csv" else b"PK")
    assert "produk-" in answer.headers["Content-Disposition"]


def test_t22_anothers_trial_is_not_there(app: Flask, browser: FlaskClient, sign_in: SignIn) -> None:
    trial = send(browser, FILE)
    working.turn(app)

    answer = post(sign_in("lain@uji.test"), f"/produk-saya/lembar/terapkan/{trial[7:]}", {"lines": "good"})

    assert answer.status_code == 404


def test_buyers_have_no_spreadsheets(browser: FlaskClient, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get("/produk-saya/lembar").status_code == 403
