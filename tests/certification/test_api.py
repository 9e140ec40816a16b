"""The API's calls on certificates, as CONTRACT.md promises them."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.db import Database
from tests.factories import NOW, make_official, make_seller
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PROMISED = (
    "halal", "pirt", "bpom", "gtin", "cosmetic", "traditional", "psat", "nkv", "sni", "trademark", "tkdn", "nib",
    "npwp", "ahu", "nik_koperasi",
)  # fmt: skip
NUMBERS, PROOFS = "/api/v1/certificate-numbers", "/api/v1/certificates"


def test_a_number_is_explained_part_by_part(client: FlaskClient) -> None:
    body = client.get(f"{NUMBERS}/pirt?number=P-IRT 2023524019999-31").json

    assert body is not None
    assert set(body) == {"scheme", "normalized", "valid", "checked_against", "parts", "warnings", "errors"}
    assert (body["scheme"], body["normalized"], body["valid"]) == ("pirt", "2023524019999-31", True)
    assert body["checked_against"] == "format"
    assert body["parts"]["region"] == {"code": "3524", "meaning": "Kabupaten Lamongan"}


@pytest.mark.parametrize("number", ["", "abc", "1", "x" * 5000, "%00", "'; DROP TABLE certificates; --", "٣" * 17])
@pytest.mark.parametrize("scheme", PROMISED)
def test_a_malformed_number_is_an_answer(client: FlaskClient, scheme: str, number: str) -> None:
    answer = client.get(f"{NUMBERS}/{scheme}", query_string={"number": number})

    assert answer.status_code == 200
    assert answer.json is not None
    if not number.startswith("٣"):
        assert answer.json["valid"] is False
        assert all({"code", "message"} == set(error) for error in answer.json["errors"])


def test_a_warning_is_told_with_its_code(client: FlaskClient) -> None:
    body = client.get(f"{NUMBERS}/bpom", query_string={"number": "ML 243513999900131"}).json

    assert body is not None
    assert [warning["code"] for warning in body["warnings"]] == ["imported"]


@pytest.mark.parametrize(
    "url", [f"{NUMBERS}/paspor?number=1", f"{NUMBERS}/gs1?number=8999999", f"{PROOFS}?scheme=paspor&number=1"]
)
def test_an_unknown_scheme_is_404_in_problem_json(client: FlaskClient, url: str) -> None:
    answer = client.get(url)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json is not None
    assert answer.json["code"] == "unknown_scheme"


@pytest.mark.parametrize(
    ("query", "field"),
    [("scheme=halal", "number"), ("number=1", "scheme"), ("scheme=halal&number=1&per_page=1000", "per_page")],
)
def test_what_the_proof_needs_is_named(client: FlaskClient, query: str, field: str) -> None:
    answer = client.get(f"{PROOFS}?{query}")

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json is not None
    assert field in answer.json["errors"]


def proofs(client: FlaskClient, number: str, scheme: str = "halal") -> list[dict[str, Any]]:
    answer = client.get(PROOFS, query_string={"scheme": scheme, "number": number})
    assert answer.status_code == 200
    assert answer.json is not None
    assert set(answer.json) == {"items", "page", "pages", "per_page", "total"}
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def test_the_proof_says_status_holder_scope_and_who_checked_it(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session, name="KDMP Weru"), name="Ibu Sumiati")
        official = make_official(session, name="Dinas Uji")
        certificate = make_certificate(
            session, producer, number="ID35199990000010526", items=("Abon", "Petis"), official=official
        )
        code = certificate.code

    (item,) = proofs(client, "id 3519999 000001 0526")

    assert item["code"] == code
    assert item["url"].endswith(f"/s/{code}")
    assert (item["scheme"], item["number"], item["status"]) == ("halal", "ID35199990000010526", "verified")
    assert (item["holder"], item["scope"]) == ("Ibu Sumiati", ["Abon", "Petis"])
    assert item["cooperative"]["name"] == "KDMP Weru"
    assert item["verified_by"] == {"name": official.user_name, "organisation": "Dinas Uji"}
    assert item["register"] == "SIHALAL (BPJPH)"
    assert item["verified_at"].startswith(NOW.date().isoformat())
    assert (item["issued_on"], item["valid_until"]) == ("2026-05-18", None)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("submitted", "submitted"),
        ("needs_correction", "needs_correction"),
        ("rejected", "rejected"),
        ("revoked", "revoked"),
    ],
)
def test_nothing_but_a_verified_record_names_a_verifier(
    client: FlaskClient, database: Database, state: str, status: str
) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))
        make_certificate(session, producer, number="ID35199990000010526", state=state)

    (item,) = proofs(client, "ID35199990000010526")

    assert item["status"] == status
    assert (item["verified_by"], item["verified_at"], item["register"]) == (None, None, None)


def test_an_ended_paper_is_expired_and_a_draft_is_not_there(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))
        make_certificate(
            session, producer, scheme="pirt", number="2023524019999-20",
            issued_on=date(2015, 5, 1), valid_from=date(2015, 5, 1), valid_until=date(2020, 5, 1),
        )  # fmt: skip
        make_certificate(session, producer, number="ID35199990000010526", state="draft")

    assert [item["status"] for item in proofs(client, "2023524019999-20", "pirt")] == ["expired"]
    assert proofs(client, "ID35199990000010526") == []
    assert proofs(client, "no number at all") == []


def test_both_calls_stand_in_the_openapi_document(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json

    assert document is not None
    assert {"/api/v1/certificate-numbers/{scheme}", "/api/v1/certificates"} <= set(document["paths"])


def test_the_number_of_a_person_is_never_taken_apart(client: FlaskClient) -> None:
    body = client.get(f"{NUMBERS}/npwp?number=3524014107800001").json

    assert body is not None
    assert (body["valid"], body["parts"]) == (True, {})
    assert [warning["code"] for warning in body["warnings"]] == ["nik"]


def test_a_tax_number_on_file_is_proven_to_nobody(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session)
        paper = make_certificate(session, make_producer(session, seller, kind="cooperative"), scheme="npwp", items=())
        number, code = paper.number, paper.code

    found = client.get(PROOFS, query_string={"scheme": "npwp", "number": number}).json

    assert found is not None
    assert (found["items"], found["total"]) == ([], 0)
    assert client.get(f"/s/{code}").status_code == 404
