"""The pages with versions, the banner, and the form for complaints, as browsers see them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.notifications.models import Notification
from marketplace.privacy import queries, services
from marketplace.privacy.models import Complaint
from marketplace.privacy.services import PageDraft
from marketplace.privacy.slugs import Slug
from tests.factories import make_buyer, make_operator
from tests.mails import mails_to
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
BAD = "## Judul\n<script>alert(1)</script> & [klik](javascript:alert(1)) [profil](/akun/profil)"
COMPLAINT = {"kind": "accessibility", "text": "Tombol tidak terbaca.", "name": "Rini", "email": "rini@uji.test"}


@pytest.fixture
def people(app: Flask, database: Database) -> None:
    """Make an operator and a buyer."""
    with app.test_request_context(), database.transaction() as session:
        make_operator(session, email="admin@uji.test")
        make_buyer(session, email="pembeli@uji.test")


def publish(app: Flask, database: Database, text: str = "Baru.", *, at_number: int = 1) -> None:
    """Publish a version of the terms that changes something."""
    with app.test_request_context(), database.transaction() as session:
        services.load_first(session, site_name="Uji", now=now())
        draft = PageDraft(slug=Slug.TERMS, texts={"id": text, "en": text})
        services.publish(session, make_operator(session), draft, seen=at_number, now=now())


@pytest.mark.parametrize(
    ("path", "title", "english"),
    [
        ("/privasi", "Pemberitahuan privasi", "Privacy notice"),
        ("/ketentuan", "Ketentuan penggunaan", "Terms of use"),
        ("/aksesibilitas", "Aksesibilitas", "Accessibility"),
    ],
)
def test_every_page_is_there_from_the_first_visit(client: FlaskClient, path: str, title: str, english: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    assert f"<h1>{title}</h1>" in first.text
    assert "Versi 1, berlaku sejak" in first.text
    assert f'href="{path}"' in client.get("/masuk").text, "the footer leads to it"

    translated = client.get(f"{path}?lang=en").text
    assert f"<h1>{english}</h1>" in translated
    assert "Version 1, in force since" in translated


def test_an_old_version_stays_readable_and_says_so(app: Flask, client: FlaskClient, database: Database) -> None:
    publish(app, database)

    assert "Baru." in client.get("/ketentuan").text
    old = client.get("/versi/ketentuan/1").text
    assert "Versi ini tidak berlaku lagi." in old
    assert "Peran situs ini" in old
    for path in ("/versi/ketentuan/3", "/versi/lain/1"):
        assert client.get(path).status_code == 404


def test_what_an_operator_writes_is_never_html(app: Flask, client: FlaskClient, database: Database) -> None:
    publish(app, database, BAD)

    page = client.get("/ketentuan").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "javascript:alert" not in page.replace("(javascript:alert(1))", "")
    assert 'href="javascript' not in page
    assert '<a href="/akun/profil">profil</a>' in page


def test_a_changed_page_asks_to_be_read_and_never_stands_in_the_way(
    app: Flask, database: Database, sign_in: SignIn, people: None
) -> None:
    browser = sign_in("pembeli@uji.test")
    browser.get("/ketentuan")
    post(browser, "/ketentuan/setuju", {}, page="/akun")
    assert "Ada yang berubah, silakan baca." not in browser.get("/akun").text

    publish(app, database)
    page = browser.get("/akun")
    assert page.status_code == 200
    assert "Ada yang berubah, silakan baca." in page.text

    post(browser, "/ketentuan/setuju", {}, page="/akun")
    assert "Ada yang berubah, silakan baca." not in browser.get("/akun").text


def test_the_page_to_sign_up_names_the_versions_that_are_recorded(client: FlaskClient) -> None:
    page = client.get("/daftar").text

    assert "Ketentuan penggunaan, versi 1" in page
    assert "Pemberitahuan privasi, versi 1" in page


def test_an_operator_looks_at_a_draft_and_publishes_it(database: Database, sign_in: SignIn, people: None) -> None:
    browser = sign_in("admin@uji.test")
    edit = "/pengelola/halaman/ketentuan"
    assert "Ini teks bawaan perangkat lunak." in browser.get("/pengelola/halaman").text
    draft = {"text_id": "## Untuk siapa\r\nSemua.", "text_en": "## For whom\r\nAll.", "is_material": "y", "seen": "1"}

    looked = post(browser, f"{edit}/periksa", draft, page=edit)
    assert looked.status_code == 200
    assert "<h3>Untuk siapa</h3>" in looked.text
    with database.reading() as session:
        assert queries.number_in_force(session, Slug.TERMS) == 1

    assert post(browser, edit, draft, page=edit).location == "/pengelola/halaman"
    assert "<h2>Untuk siapa</h2>" in browser.get("/ketentuan").text
    assert "Versi 2" in browser.get("/pengelola/halaman").text

    again = post(browser, edit, draft, page=edit)
    assert again.status_code == 409
    assert "Rekan Anda sudah menerbitkan" in again.text
    assert "Semua." in again.text, "nothing typed is lost"


def test_an_empty_text_is_refused_beside_its_field(sign_in: SignIn, people: None) -> None:
    browser = sign_in("admin@uji.test")
    edit = "/pengelola/halaman/privasi"

    answer = post(browser, edit, {"text_id": " ", "text_en": "x", "seen": "1"}, page=edit)

    assert answer.status_code == 422
    assert browser.get("/pengelola/halaman/lain").status_code == 404


def test_a_stranger_complains_and_gets_the_answer_by_mail(
    app: Flask, client: FlaskClient, database: Database, sign_in: SignIn, people: None
) -> None:
    sent = post(client, "/pengaduan", COMPLAINT, page="/pengaduan", follow_redirects=True)
    with database.reading() as session:
        code = session.scalars(select(Complaint.code)).one()
    assert code in sent.text
    with app.test_request_context():
        outbox.drain(database, now=now() + timedelta(seconds=1))
    with database.reading() as session:
        notice = session.scalars(select(Notification).where(Notification.kind == "complaint_made")).one()
        assert code in notice.title
        assert "Tombol" not in notice.title + notice.body

    operator = sign_in("admin@uji.test")
    listed = operator.get("/pengelola/pengaduan").text
    assert code in listed
    page = f"/pengelola/pengaduan/{code}"
    assert "Tombol tidak terbaca." in operator.get(page).text
    assert post(operator, page, {"answer": ""}, page=page).status_code == 422
    assert post(operator, page, {"answer": "Sudah kami perbaiki."}, page=page).status_code == 302

    with database.reading() as session:
        mail = mails_to(session, "rini@uji.test")[-1]
    assert "Sudah kami perbaiki." in mail.text
    assert code in mail.subject
    assert "Tombol" not in mail.text


def test_a_program_that_fills_the_hidden_field_is_thanked_and_not_kept(client: FlaskClient, database: Database) -> None:
    answer = post(client, "/pengaduan", {**COMPLAINT, "website": "http://x"}, page="/pengaduan")

    assert answer.location == "/pengaduan/terkirim"
    with database.reading() as session:
        assert session.scalars(select(Complaint)).all() == []


def test_what_is_missing_in_a_complaint_is_said_and_nothing_typed_is_lost(client: FlaskClient) -> None:
    answer = post(client, "/pengaduan", {**COMPLAINT, "kind": "", "email": ""}, page="/pengaduan")

    assert answer.status_code == 422
    assert "Pilih tentang apa." in answer.text
    assert "Tombol tidak terbaca." in answer.text


def test_the_form_opens_at_the_kind_that_a_link_names(client: FlaskClient) -> None:
    page = client.get("/pengaduan?kind=accessibility").text

    chosen = re.findall(r"<input[^>]*checked[^>]*>", page)
    assert len(chosen) == 1
    assert 'value="accessibility"' in chosen[0]
    assert client.get("/pengaduan/terkirim").location == "/pengaduan"
