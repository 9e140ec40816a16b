"""For everybody: the proof of a certificate and the check of a number."""

import json
import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from certification.models import Certificate
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import ProposalState
from marketplace.db import Database
from tests.factories import NOW, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def add(database: Database, **fields: object) -> str:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session, name="KDMP Weru"), name="Ibu <i>Sumiati</i>")
        official = make_official(session, name="Dinas Uji")
        return make_certificate(session, producer, official=official, **fields).code  # type: ignore[arg-type]


def test_a_verified_paper_says_who_when_and_against_what(client: FlaskClient, database: Database) -> None:
    page = client.get(f"/s/{add(database)}")

    assert page.status_code == 200
    for words in ("Terverifikasi", "Dinas Uji", "Siti Uji", "SIHALAL (BPJPH)", "24 Nov 2026", "Tanpa batas waktu"):
        assert words in page.text
    assert "<i>Sumiati</i>" not in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "submitted"}, "Menunggu diperiksa"),
        ({"state": "submitted", "number": "", "application_receipt": "STTD-1234"}, "sertifikatnya belum terbit"),
        ({"state": "needs_correction"}, "Perlu perbaikan"),
        ({"state": "rejected"}, "Ditolak"),
        ({"state": "revoked"}, "Dicabut"),
        ({"valid_until": date(2020, 5, 1), "issued_on": date(2016, 5, 1)}, "Kedaluwarsa"),
        ({"valid_from": date(2999, 1, 1)}, "Belum berlaku"),
        ({"on_hold": True}, "Ditangguhkan"),
    ],
)
def test_nothing_else_is_shown_as_verified(
    client: FlaskClient, database: Database, fields: dict[str, object], words: str
) -> None:
    page = client.get(f"/s/{add(database, **fields)}").text

    assert words in page
    assert "<h1>Terverifikasi" not in page


def test_the_reason_of_a_refusal_is_between_official_and_holder(client: FlaskClient, database: Database) -> None:
    assert "Pindaian tidak terbaca." not in client.get(f"/s/{add(database, state='rejected')}").text


def test_the_scan_is_not_on_the_public_page(client: FlaskClient, database: Database) -> None:
    assert "/berkas/" not in client.get(f"/s/{add(database)}").text


@pytest.mark.parametrize("code", ["TIDAKADA", "../etc", "%00", "x" * 300])
def test_unknown_codes_are_not_found(client: FlaskClient, code: str) -> None:
    assert client.get(f"/s/{code}", follow_redirects=True).status_code == 404


def test_drafts_have_no_proof_and_small_letters_find_it(client: FlaskClient, database: Database) -> None:
    code = add(database, state="draft")
    other = add(database)

    assert client.get(f"/s/{code}").status_code == 404
    assert client.get(f"/s/{other.lower()}").location == f"/s/{other}"


def test_a_number_is_explained_and_found(client: FlaskClient, database: Database) -> None:
    code = add(database, scheme="pirt", number="2023524019999-31")

    page = client.get("/cek", query_string={"scheme": "pirt", "number": "P-IRT 202352401999931"}).text

    assert "Kabupaten Lamongan" in page
    assert f"/s/{code}" in page
    assert "bukan bukti bahwa nomor itu terdaftar" in page


def test_a_number_that_is_not_on_file_says_so_and_names_the_register(client: FlaskClient) -> None:
    page = client.get("/cek?scheme=bpom&number=MD 243513999900131").text

    assert "Tidak ada sertifikat dengan nomor ini" in page
    assert "https://cekbpom.pom.go.id" in page


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"scheme": "xx", "number": "1"},
        {"scheme": "halal", "number": "<script>alert(1)</script>"},
        {"scheme": "gtin", "number": "8993524000019"},
        {"number": "x" * 5000},
        {"scheme": "halal", "number": "ID1", "page": "-7"},
    ],
)
def test_any_question_gets_a_page(client: FlaskClient, query: dict[str, str]) -> None:
    page = client.get("/cek", query_string=query)

    assert page.status_code == 200
    assert "<script>alert(1)" not in page.text


def linked_data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_machines_are_told_the_same_and_nothing_in_it_ends_the_block(client: FlaskClient, database: Database) -> None:
    code = add(database, items=("Keripik </script><b>Tempe</b>",))

    answer = client.get(f"/s/{code}")

    told = linked_data(answer.text)
    assert told["about"][0]["name"] == "Keripik </script><b>Tempe</b>"
    assert told["@id"].endswith(f"/s/{code}")
    assert "</script><b>" not in answer.text
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("state", ["submitted", "needs_correction", "rejected"])
def test_machines_are_told_nothing_of_what_is_not_verified(client: FlaskClient, database: Database, state: str) -> None:
    assert "ld+json" not in client.get(f"/s/{add(database, state=state)}").text


def test_goods_on_sale_are_linked_and_what_was_compared_is_said(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session)
        paper = make_certificate(session, make_producer(session, seller))
        make_product(
            session, seller, producer=paper.producer, name="Keripik Tempe 250 g", code="TEMPE1", certificates=(paper,)
        )
        make_product(session, seller, producer=paper.producer, name="Keripik Usus", code="USUS1", certificates=(paper,))
        code = paper.code

    page = client.get(f"/s/{code}").text

    assert 'href="/p/TEMPE1"' in page
    assert "/p/USUS1" not in page
    assert "Dicocokkan dan sama" in page


def test_two_people_revoke_and_both_are_named(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        first, second = make_official(session, name="Dinas Satu"), make_official(session, name="Dinas Dua")
        paper = make_certificate(
            session, make_producer(session, make_seller(session)), state="revoked", official=second
        )
        session.add(
            RevocationProposal(
                certificate_id=paper.id,
                state=ProposalState.SIGNED,
                template="register",
                reason="Nomor hilang dari daftar.",
                proposed_at=NOW,
                proposed_by_id=first.user_id,
                proposed_by_organisation_id=first.organisation_id,
                closed_at=NOW,
                closed_by_id=second.user_id,
                closed_by_organisation_id=second.organisation_id,
            )
        )
        code = paper.code

    page = client.get(f"/s/{code}").text

    assert "Dinas Satu" in page
    assert "Dinas Dua" in page
    assert "Nomor hilang dari daftar." not in page


def test_a_lapsed_paper_leads_on_to_the_one_that_counts(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))
        days: dict[str, Any] = {
            "issued_on": date(2016, 5, 1),
            "valid_from": date(2016, 5, 1),
            "valid_until": date(2021, 5, 1),
        }
        old = make_certificate(session, producer, scheme="pirt", **days)
        other = make_certificate(session, producer, scheme="pirt", items=("Keripik Usus",))
        new = make_certificate(session, producer, scheme="pirt")
        codes = [paper.code for paper in (old, other, new)]

    page = client.get(f"/s/{codes[0]}").text

    assert f"/s/{codes[2]}" in page
    assert f"/s/{codes[1]}" not in page


def test_strangers_keep_a_proof_for_a_minute_and_ask_by_its_fingerprint(
    client: FlaskClient, database: Database
) -> None:
    code = add(database)
    first = client.get(f"/s/{code}")
    again = client.get(f"/s/{code}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Last-Modified" in first.headers
    assert (again.status_code, again.data) == (304, b"")

    with database.transaction() as session:
        session.scalars(select(Certificate).where(Certificate.code == code)).one().on_hold = True
    assert client.get(f"/s/{code}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert "public" not in client.get(f"/s/{code}?lang=en").headers["Cache-Control"]


def test_a_private_paper_has_no_proof_no_code_and_no_answer(client: FlaskClient, database: Database) -> None:
    code = add(database, scheme="npwp", items=())
    with database.reading() as session:
        number = session.scalars(select(Certificate.number).where(Certificate.code == code)).one()

    assert client.get(f"/s/{code}").status_code == 404
    assert client.get(f"/s/{code}/qr.svg").status_code == 404
    assert f"/s/{code}" not in client.get("/cek", query_string={"number": number}).text
    answer = client.get("/api/v1/certificates", query_string={"scheme": "npwp", "number": number}).get_json()
    assert answer["items"] == []


def test_a_code_is_a_file_to_print(client: FlaskClient, database: Database) -> None:
    code = add(database)

    drawn, picture = client.get(f"/s/{code}/qr.svg"), client.get(f"/s/{code}/qr.png?ukuran=99999")

    assert (drawn.mimetype, picture.mimetype) == ("image/svg+xml", "image/png")
    assert picture.data.startswith(b"\x89PNG")
    assert "Set-Cookie" not in drawn.headers
    assert client.get("/s/TIDAKADA/qr.png").status_code == 404


def test_any_number_is_recognised_without_naming_its_kind(client: FlaskClient, database: Database) -> None:
    code = add(database, scheme="pirt", number="2023524019999-31")

    page = client.get("/cek", query_string={"number": " pirt no. 2023524 01 9999-31"}).text

    assert "Kabupaten Lamongan" in page
    assert f"/s/{code}" in page


def test_the_list_of_proofs_asks_a_fixed_number_of_questions(client: FlaskClient, database: Database) -> None:
    asked = {}
    for papers in (1, 3):
        with database.transaction() as session:
            for _paper in range(papers):
                producer = make_producer(session, make_seller(session))
                make_certificate(session, producer, number=f"ID35110009999{papers:02}0526")
        with count_queries(database) as queries:
            query = {"scheme": "halal", "number": f"ID35110009999{papers:02}0526"}
            answer = client.get("/api/v1/certificates", query_string=query).get_json()
        assert len(answer["items"]) == papers
        assert answer["items"][0]["verified_by"]["name"]
        asked[papers] = len(queries)

    assert asked[1] == asked[3]
