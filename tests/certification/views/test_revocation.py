"""The desk's pages of revoking by two, and what holder and public see of it."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from certification.models import Certificate
from certification.revocation.models import RevocationProposal
from marketplace.db import Database
from tests.factories import KEMANTREN, NOW, SURABAYA, make_official, make_operator, make_seller
from tests.factories_certification import make_certificate, make_producer
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]
SELLER, ME, OTHER, ADMIN = "koperasi@uji.test", "petugas@uji.test", "lain@uji.test", "admin@uji.test"
PAPER = "PAPER234"
URL = f"/periksa/{PAPER}/cabut"
WORDS = {"template": "issuer", "reason": "Surat penerbit 12 November."}


@pytest.fixture
def desk(database: Database) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session, email=SELLER, name="KDMP Weru"), name="Ibu Sumiati")
        make_certificate(session, producer, code=PAPER)
        make_official(session, email=ME, region=KEMANTREN)
        make_official(session, email=OTHER, region=SURABAYA)
        make_operator(session, email=ADMIN)


@pytest.fixture
def me(desk: None, sign_in: SignIn) -> FlaskClient:
    return sign_in(ME)


def propose(browser: FlaskClient, **change: str) -> TestResponse:
    found = re.search(r'name="version"[^>]*value="(\d+)"', browser.get(URL).text)
    assert found
    return post(browser, URL, {"version": found.group(1), **WORDS, **change}, page=URL)


def answer(browser: FlaskClient, place: str, **data: str) -> TestResponse:
    found = re.search(r'name="version"[^>]*value="(\d+)"', browser.get("/periksa/pencabutan/1").text)
    seen = {"version": found.group(1)} if found else {}
    return post(browser, f"/periksa/pencabutan/1/{place}", {**seen, **data})


def stored(database: Database) -> Certificate:
    with database.reading() as session:
        return session.scalars(select(Certificate).where(Certificate.code == PAPER)).one()


def test_one_proposes_another_office_signs_and_everybody_sees_it(
    me: FlaskClient, sign_in: SignIn, client: FlaskClient, database: Database
) -> None:
    asked = propose(me)
    waiting = (stored(database).state, "Terverifikasi" in client.get(f"/s/{PAPER}").text)
    signed = answer(sign_in(OTHER), "tandatangani")

    assert asked.location == signed.location == "/periksa/pencabutan/1"
    assert waiting == ("verified", True)
    assert stored(database).state == "revoked"
    assert stored(database).reason.endswith("Surat penerbit 12 November.")
    assert "Dicabut" in client.get(f"/s/{PAPER}").text


def test_the_proposer_finds_no_way_to_sign(me: FlaskClient, database: Database) -> None:
    propose(me)

    page = me.get("/periksa/pencabutan/1").text
    forged = answer(me, "tandatangani", version="1")

    assert "tandatangani" not in page
    assert forged.status_code == 403
    assert stored(database).state == "verified"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"template": ""}, 422), ({"template": "other", "reason": " "}, 422), ({"version": "99"}, 409)],
)
def test_a_proposal_without_reason_or_of_another_version_is_refused_with_its_words_kept(
    me: FlaskClient, database: Database, change: dict[str, str], status: int
) -> None:
    refused = propose(me, **change)

    assert refused.status_code == status
    assert change.get("reason", "Surat penerbit 12 November.").strip() in refused.text
    with database.reading() as session:
        assert session.scalars(select(RevocationProposal)).all() == []


def test_on_hold_is_told_to_the_holder_with_the_reason_and_shown_in_public(
    me: FlaskClient, sign_in: SignIn, client: FlaskClient
) -> None:
    propose(me, hold="y")
    seller = sign_in(SELLER).get(f"/sertifikat/{PAPER}").text
    held = client.get(f"/s/{PAPER}").text
    declined = answer(sign_in(ADMIN), "tolak", reason="Surat itu palsu.")

    assert "Ditangguhkan" in held
    assert "Surat penerbit 12 November." in seller
    assert declined.location == "/periksa/pencabutan/1"
    assert "Surat itu palsu." in me.get("/periksa/pencabutan/1").text
    assert "Terverifikasi" in client.get(f"/s/{PAPER}").text


def test_the_list_counts_finds_and_asks_not_for_each_row(me: FlaskClient, database: Database) -> None:
    propose(me)
    with count_queries(database) as few:
        page = me.get("/periksa/pencabutan").text
    with database.transaction() as session:
        official = make_official(session)
        for _ in range(5):
            paper = make_certificate(session, make_producer(session, make_seller(session)))
            session.add(
                RevocationProposal(
                    certificate_id=paper.id,
                    template="other",
                    reason="Uji.",
                    proposed_at=NOW,
                    proposed_by_id=official.user_id,
                    proposed_by_organisation_id=official.organisation_id,
                )
            )
    with count_queries(database) as many:
        assert me.get("/periksa/pencabutan").status_code == 200

    assert "Ibu Sumiati" in page
    assert len(many) == len(few)
    assert "Ibu Sumiati" in me.get("/periksa/pencabutan?q=sumiati").text
    assert "Ibu Sumiati" not in me.get("/periksa/pencabutan?q=100%25").text


def test_others_have_no_such_pages(desk: None, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/periksa/pencabutan").status_code == 302
    seller = sign_in(SELLER)
    assert {seller.get(url).status_code for url in (URL, "/periksa/pencabutan")} == {403}
