"""My data: the download and the deletion, as browsers see them."""

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.accounts.models import SignInSession, User
from marketplace.db import Database
from marketplace.limits.rules import EXPORT
from tests.factories import NOW, make_buyer, make_seller, make_user
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def people(app: Flask, database: Database) -> None:
    """Make a manager and a buyer, each alone in an organisation, and somebody without one."""
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="koperasi@uji.test", name="KDMP Rahasia")
        make_buyer(session, email="pembeli@uji.test", name="Toko Lain")
        make_user(session, email="tamu@uji.test", name="Tamu <b>Uji</b>")


def grow_old(database: Database) -> None:
    """Let every sign-in be long ago."""
    with database.transaction() as session:
        session.execute(update(SignInSession).values(proved_at=NOW - timedelta(hours=5)))


def test_the_download_is_a_page_and_a_file_for_programs(sign_in: SignIn, people: None) -> None:
    browser = sign_in("tamu@uji.test")

    answer = post(browser, "/akun/data/unduh", {}, page="/akun/data")

    assert answer.content_type == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert 'filename="data-saya-' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert json.loads(archive.read("data.json"))["profile"]["email"] == "tamu@uji.test"
        page = archive.read("data.html").decode()
    assert '<th scope="row">E-mail</th><td>tamu@uji.test</td>' in page
    assert "Tamu &lt;b&gt;Uji&lt;/b&gt;" in page


def test_t15_nobody_can_fetch_an_export_made_for_another(sign_in: SignIn, client: FlaskClient, people: None) -> None:
    mine, other = sign_in("koperasi@uji.test"), sign_in("pembeli@uji.test")
    made = post(mine, "/akun/data/unduh", {}, page="/akun/data")
    assert made.data[:2] == b"PK"

    assert other.get("/akun/data/unduh").status_code == 405, "there is no address under which it lies"
    for extra in ({"user_id": "1"}, {"email": "koperasi@uji.test"}, {"user": "1", "id": "1"}):
        answer = post(other, "/akun/data/unduh?user_id=1", extra, page="/akun/data")
        with zipfile.ZipFile(BytesIO(answer.data)) as archive:
            text = archive.read("data.json").decode()
        assert "koperasi@uji.test" not in text
        assert "KDMP Rahasia" not in text
    assert post(client, "/akun/data/unduh", {}).location.startswith("/masuk")


@pytest.mark.parametrize(("path", "method"), [("/akun/data/unduh", "POST"), ("/akun/data/hapus", "GET")])
def test_an_old_sign_in_is_proved_first(
    database: Database, sign_in: SignIn, people: None, path: str, method: str
) -> None:
    browser = sign_in("tamu@uji.test")
    grow_old(database)

    answer = browser.get(path) if method == "GET" else post(browser, path, {}, page="/akun/data")

    assert answer.location.startswith("/akun/buktikan")


def test_exports_are_limited(sign_in: SignIn, people: None) -> None:
    browser = sign_in("tamu@uji.test")

    codes = [post(browser, "/akun/data/unduh", {}, page="/akun/data").status_code for _ in range(EXPORT.times + 1)]

    assert codes == [200] * EXPORT.times + [429]


def test_deleting_ends_everything_at_once(database: Database, sign_in: SignIn, people: None) -> None:
    browser, elsewhere = sign_in("tamu@uji.test"), sign_in("tamu@uji.test")
    page = "/akun/data/hapus"
    assert "Langsung dihapus" in browser.get(page).text
    wrong = post(browser, page, {"email": "lain@uji.test"}, page=page)
    assert wrong.status_code == 422
    assert "Ini bukan alamat e-mail akun Anda." in wrong.text

    answer = post(browser, page, {"email": "tamu@uji.test"}, page=page)

    assert answer.location == "/"
    for gone in (browser, elsewhere):
        assert gone.get("/akun").location.startswith("/masuk")
    again = post(browser, "/masuk", {"email": "tamu@uji.test", "password": "kata-sandi-uji-2026"})
    assert again.status_code == 422
    with database.reading() as session:
        assert session.scalar(select(User).where(User.email == "tamu@uji.test")) is None


def test_the_only_manager_reads_what_to_do_first(sign_in: SignIn, people: None) -> None:
    browser = sign_in("koperasi@uji.test")
    page = browser.get("/akun/data/hapus")
    assert "Hanya Anda yang mengurus:" in page.text
    assert "KDMP Rahasia" in page.text
    assert "/organisasi/anggota" in page.text

    answer = post(browser, "/akun/data/hapus", {"email": "koperasi@uji.test"}, page="/akun")

    assert answer.status_code == 409
    assert browser.get("/akun").status_code == 200
