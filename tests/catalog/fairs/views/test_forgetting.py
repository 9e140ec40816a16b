"""Withdrawing a contact, as visitors and officials see it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.fairs.models import Lead
from marketplace.db import Database
from tests.factories import make_official, make_seller
from tests.factories_fairs import make_lead
from tests.mails import mails_to, path_in
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = re.compile(r"/pameran/kontak/[\w.-]+")
CONTACT = {
    "name": "Rini <i>Rahasia</i>",
    "phone": "0812-3456-7890",
    "email": "rini@uji.test",
    "message": "Pesan rahasia",
    "consent": "y",
    "key": "k" * 20,
}


@pytest.fixture
def slug(app: Flask, database: Database) -> str:
    """Make a cooperative and an official, and give the cooperative's slug."""
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="koperasi@uji.test", name="KDMP Uji Kontak")
        make_official(session, email="petugas@uji.test")
    return "kdmp-uji-kontak"


def test_a_visitor_erases_the_contact_with_the_address_on_the_page_of_thanks(
    client: FlaskClient, database: Database, slug: str
) -> None:
    url = f"/kontak?cooperative={slug}"
    thanks = post(client, url, CONTACT, page=url, follow_redirects=True)
    found = LINK.search(thanks.text)
    assert found, thanks.text
    stranger = client.application.test_client()

    asked = stranger.get(found.group())
    assert asked.status_code == 200
    for secret in ("Rini", "Rahasia", "0812", "rini@", "Pesan"):
        assert secret not in asked.text
    with database.reading() as session:
        assert session.scalars(select(Lead.erased_at)).one() is None, "a look erases nothing"

    pressed = post(stranger, found.group(), {}, page=found.group())

    assert "Kontak Anda sudah dihapus" in pressed.text
    with database.reading() as session:
        lead = session.scalars(select(Lead)).one()
    assert (lead.name, lead.phone, lead.email, lead.message) == ("", "", "", "")


def test_the_address_comes_by_mail_too_once_and_without_what_was_typed(
    client: FlaskClient, database: Database, slug: str
) -> None:
    url = f"/kontak?cooperative={slug}"
    for _ in range(2):
        post(client, url, CONTACT, page=url)

    with database.reading() as session:
        mails = mails_to(session, "rini@uji.test")
    assert len(mails) == 1
    assert "Rini" not in mails[0].subject + mails[0].text
    assert "rahasia" not in mails[0].text
    assert client.get(path_in(mails[0])).status_code == 200


def test_a_made_up_address_is_not_there(client: FlaskClient, slug: str) -> None:
    assert client.get("/pameran/kontak/MQ.palsu").status_code == 404


def test_an_official_erases_on_request_and_sees_nothing(app: Flask, database: Database, slug: str) -> None:
    browser = app.test_client()
    post(browser, "/masuk", {"email": "petugas@uji.test", "password": "kata-sandi-uji-2026"})
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
        make_lead(session, seller, name="Rini Rahasia", phone="081234567890")
    page = "/pameran-saya/hapus-kontak"
    assert page in browser.get("/pameran-saya").text

    answer = post(browser, page, {"contact": "0812 3456 7890"}, page=page, follow_redirects=True)
    assert "Dihapus: 1 kontak." in answer.text
    assert "Rini" not in answer.text
    again = post(browser, page, {"contact": "0812 3456 7890"}, page=page, follow_redirects=True)
    assert "Tidak ada kontak yang memakainya." in again.text
    assert post(browser, page, {"contact": "Rini"}, page=page).status_code == 422
