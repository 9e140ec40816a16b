"""A form that comes after the session has ended is kept, shown again, and sent again at one press."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from marketplace.accounts.models import ApiToken, SignInSession
from marketplace.conversations.models import Message
from marketplace.db import Database
from marketplace.kept_forms import services
from marketplace.kept_forms.models import KeptForm
from tests.factories import NOW, PASSWORD, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = {"label": "Program stok gudang", "can_write": "y", "password": "rahasia sekali ini"}


@pytest.fixture
def browser(database: Database, sign_in: SignIn) -> FlaskClient:
    """Give the browser of a manager whose session is about to end."""
    with database.transaction() as session:
        make_seller(session, email="ada@uji.test")
        make_seller(session, email="lain@uji.test")
    return sign_in("ada@uji.test")


def _end_sessions(database: Database) -> None:
    with database.transaction() as session:
        session.execute(update(SignInSession).values(ended_at=NOW))


def _send(browser: FlaskClient, database: Database, **options: object) -> TestResponse:
    token = csrf_token(browser, "/akun")
    _end_sessions(database)
    return browser.post("/akun/token", data={**FORM, "csrf_token": token}, **{"headers": OURS, **options})


def _enter(browser: FlaskClient, email: str = "ada@uji.test") -> TestResponse:
    return post(browser, "/masuk", {"email": email, "password": PASSWORD, "lanjut": "/formulir-tersimpan"})


def _kept(database: Database) -> list[KeptForm]:
    with database.reading() as session:
        return list(session.scalars(select(KeptForm)))


def test_what_was_typed_comes_back_after_signing_in_and_is_sent_at_one_press(
    browser: FlaskClient, database: Database
) -> None:
    sent = _send(browser, database)
    assert sent.location == "/masuk?lanjut=/formulir-tersimpan"
    assert _enter(browser).location == "/formulir-tersimpan"
    page = browser.get("/formulir-tersimpan").text
    assert "Program stok gudang" in page
    assert "rahasia sekali ini" not in page

    again = {"label": FORM["label"], "can_write": "y"}
    on = post(browser, "/formulir-tersimpan/kirim", again, page="/formulir-tersimpan")
    answer = post(browser, on.location, again, page="/akun")  # a browser does this by itself at a 307

    assert (on.status_code, on.location) == (307, "/akun/token")
    assert answer.status_code == 200
    with database.reading() as session:
        assert session.scalars(select(ApiToken.label)).all() == ["Program stok gudang"]
    assert _kept(database) == []


def test_passwords_and_tokens_are_never_kept(browser: FlaskClient, database: Database) -> None:
    _send(browser, database)

    assert [name for name, _value in _kept(database)[0].fields] == ["label", "can_write"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Referer": "https://jahat.example/akun"},
    ],
)
def test_t76_a_form_from_elsewhere_is_not_kept(
    browser: FlaskClient, database: Database, headers: dict[str, str]
) -> None:
    answer = _send(browser, database, headers=headers)

    assert answer.location == "/masuk?lanjut=/"
    assert _kept(database) == []


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Referer": "http://localhost/akun"}])
def test_older_browsers_tell_their_page_otherwise(
    browser: FlaskClient, database: Database, headers: dict[str, str]
) -> None:
    _send(browser, database, headers=headers)

    assert len(_kept(database)) == 1


def test_a_form_with_files_keeps_its_text_and_asks_for_the_files_again(
    browser: FlaskClient, database: Database
) -> None:
    token = csrf_token(browser, "/akun")
    _end_sessions(database)
    data = {"csrf_token": token, "text": "a" * 4000, "password": "rahasia", "photo": (BytesIO(b"x" * 70_000), "a.jpg")}

    browser.post("/tanya/baru", data={**data, "files": (BytesIO(b""), "")}, headers=OURS)
    _enter(browser)
    page = browser.get("/formulir-tersimpan").text

    kept = _kept(database)[0]
    assert (kept.fields, kept.file_fields) == ([["text", "a" * 4000]], ["photo"])
    assert "a" * 4000 in page
    assert "harus dipilih lagi: Foto." in page


def test_a_message_that_came_too_late_is_sent_at_one_press(
    browser: FlaskClient, database: Database, app: Flask
) -> None:
    with app.test_request_context(), database.transaction() as session:
        about = f"/tanya/baru?tentang=product:{make_product(session, make_seller(session)).code}"
        make_buyer(session, email="pembeli@uji.test")
    with browser.session_transaction() as cookie:
        cookie.clear()
    token = csrf_token(browser, "/masuk")
    typed = {"text": "Ada stok?", "idempotency_key": "kunci-formulir-1"}
    chosen = {"files": (BytesIO(b"x"), "a.jpg")}

    browser.post(about, data={**typed, **chosen, "csrf_token": token}, headers=OURS)
    _enter(browser, "pembeli@uji.test")
    on = post(browser, "/formulir-tersimpan/kirim", typed, page="/formulir-tersimpan")
    post(browser, on.location, typed, page="/akun")

    with database.reading() as session:
        assert session.scalars(select(Message.text)).all() == ["Ada stok?"]


def test_very_long_forms_and_those_of_programs_are_not_kept(browser: FlaskClient, database: Database) -> None:
    _end_sessions(database)
    token = csrf_token(browser, "/masuk")
    long = {"csrf_token": token, "label": "x" * 70_000}

    browser.post("/akun/token", data=long, headers=OURS)
    browser.post("/akun/token", data=long, headers=OURS, content_type="multipart/form-data")
    browser.post("/api/v1/orders", data={"note": "x"}, headers=OURS)

    assert _kept(database) == []


def test_somebody_else_in_the_same_browser_does_not_see_it(browser: FlaskClient, database: Database) -> None:
    _send(browser, database)
    _enter(browser, "lain@uji.test")

    answer = browser.get("/formulir-tersimpan")

    assert answer.status_code == 404
    assert "Program stok" not in answer.text


def test_another_browser_of_the_same_person_does_not_have_it(
    browser: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    _send(browser, database)

    assert sign_in("ada@uji.test").get("/formulir-tersimpan").status_code == 404


def test_it_is_thrown_away_at_one_press(browser: FlaskClient, database: Database) -> None:
    _send(browser, database)
    _enter(browser)

    answer = post(browser, "/formulir-tersimpan/buang", {}, page="/formulir-tersimpan")

    assert answer.location == "/"
    assert _kept(database) == []


def test_an_expired_csrf_token_offers_to_send_again(browser: FlaskClient, database: Database) -> None:
    with browser.session_transaction() as cookie:
        cookie["csrf_token"] = "another"

    answer = browser.post("/akun/token", data={**FORM, "csrf_token": "old"}, headers=OURS)
    foreign = browser.post(
        "/akun/token", data={**FORM, "csrf_token": "old"}, headers={"Origin": "https://jahat.example"}
    )

    assert (answer.status_code, answer.location) == (303, "/formulir-tersimpan")
    assert "Program stok gudang" in browser.get("/formulir-tersimpan").text
    assert foreign.status_code == 400
    with database.reading() as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_a_sign_in_form_is_not_kept(browser: FlaskClient, database: Database) -> None:
    answer = browser.post("/masuk", data={"email": "ada@uji.test", "csrf_token": "old"}, headers=OURS)

    assert answer.status_code == 400
    assert _kept(database) == []


def test_after_two_hours_it_is_gone(browser: FlaskClient, database: Database) -> None:
    _send(browser, database)
    with database.transaction() as session:
        row = session.scalars(select(KeptForm)).one()
        services.sweep(session, now=row.created_at + timedelta(hours=2))

    assert _kept(database) == []
