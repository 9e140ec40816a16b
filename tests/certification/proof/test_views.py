"""For everybody: the proof of a certificate and the check of a number."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from marketplace.db import Database
from tests.factories import make_official, make_seller
from tests.factories_certification import make_certificate, make_producer

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
