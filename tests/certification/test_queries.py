"""Reading: status, proof, papers that turn up twice, who may see a scan; without a query for each row."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from certification import queries
from certification.models import Certificate
from certification.status import Status
from certification.twins import twins, twins_of
from marketplace.core.errors import NotFound
from marketplace.db import Database
from marketplace.files import access
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_certification import make_certificate, make_file, make_producer
from tests.queries import count_queries

TODAY = date(2026, 11, 24)


def paper(session: Session, **fields: object) -> Certificate:
    return make_certificate(session, make_producer(session, make_seller(session)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "ends", "status"),
    [
        ("verified", None, Status.VERIFIED),
        ("verified", TODAY, Status.EXPIRING),
        ("verified", TODAY - timedelta(days=1), Status.EXPIRED),
        ("submitted", None, Status.SUBMITTED),
        ("draft", None, Status.MISSING),
        ("revoked", None, Status.REVOKED),
    ],
)
def test_the_status_follows_from_state_and_day(session: Session, state: str, ends: date | None, status: Status) -> None:
    assert queries.status_of(paper(session, state=state, valid_until=ends), TODAY) == status


@pytest.mark.parametrize("state", ["submitted", "needs_correction", "verified", "rejected", "revoked"])
def test_what_was_sent_has_a_public_proof(session: Session, state: str) -> None:
    shown = paper(session, state=state)

    assert queries.proof(session, shown.code).id == shown.id


def test_drafts_and_unknown_codes_have_none(session: Session) -> None:
    hidden = paper(session, state="draft")

    for code in (hidden.code, "TIDAKADA", ""):
        with pytest.raises(NotFound):
            queries.proof(session, code)
    assert queries.proofs(session, hidden.number) == ([], 0)


def test_an_empty_number_finds_nothing(session: Session) -> None:
    paper(session, state="submitted", number="", application_receipt="STTD-1")

    assert queries.proofs(session, "") == ([], 0)


def test_one_number_at_two_cooperatives_is_a_warning_for_both(session: Session) -> None:
    mine = paper(session, number="ID35199990000010526")
    other = paper(session, number="ID35199990000010526", state="submitted")

    assert [row.id for row in twins(session, mine)] == [other.id]
    assert [row.id for row in twins(session, other)] == [mine.id]


def test_one_scan_at_two_cooperatives_is_a_warning(session: Session) -> None:
    mine, other = paper(session), paper(session)
    other.file = make_file(session, other.producer, sha256=mine.file.sha256 if mine.file else "")
    session.flush()

    assert [row.id for row in twins(session, mine)] == [other.id]


def test_a_renewal_another_scheme_and_a_draft_are_no_twins(session: Session) -> None:
    producer = make_producer(session, make_seller(session))
    number = "ID35199990000020526"
    one = make_certificate(session, producer, number=number)
    make_certificate(session, producer, number=number, state="rejected")
    paper(session, number=number, scheme="pirt")
    paper(session, number=number, state="draft")
    paper(session, number="", application_receipt="STTD-1", state="submitted")

    assert twins(session, one) == []
    assert twins_of(session, []) == {}


def test_papers_of_many_producers_come_in_one_go(session: Session, database: Database) -> None:
    producers = [make_producer(session, make_seller(session)) for _ in range(5)]
    for producer in producers:
        make_certificate(session, producer)
    session.expire_all()
    ids = [producer.id for producer in producers]

    with count_queries(database) as seen:
        found = queries.certificates_by_producer(session, ids)
        assert all(
            row.items and row.decided_by and row.decided_by_organisation for rows in found.values() for row in rows
        )

    assert set(found) == set(ids)
    assert len(seen) == 2, seen
    assert queries.certificates_by_producer(session, []) == {}


def test_an_official_sees_scans_of_sent_papers_only(app: Flask, session: Session) -> None:
    official, sent, draft = make_official(session), paper(session, state="submitted"), paper(session, state="draft")
    loose = make_file(session, sent.producer)

    assert access.visible(session, official, sent.file_id or 0).id == sent.file_id
    for hidden in (draft.file_id, loose.id, 999_999):
        with pytest.raises(NotFound):
            access.visible(session, official, hidden or 0)


def test_nobody_else_sees_a_scan(app: Flask, session: Session) -> None:
    sent = paper(session, state="verified")

    for actor in (make_seller(session), make_buyer(session)):
        with pytest.raises(NotFound):
            access.visible(session, actor, sent.file_id or 0)
