"""The official's side: what may be approved, by whom, and that one record gets one decision; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from certification import events, services
from certification.decisions import DecisionDraft, decide, marked_fields
from certification.models import Certificate, Decision, Verdict
from certification.queries import for_review
from marketplace.accounts.models import Membership
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import trail
from tests.factories import NOW, make_buyer, make_official, make_operator, make_seller
from tests.factories_certification import make_certificate, make_file, make_producer


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def official(session: Session) -> Actor:
    return make_official(session)


@pytest.fixture
def paper(session: Session, seller: Actor) -> Certificate:
    return make_certificate(session, make_producer(session, seller), scheme="pirt", state="submitted")


def draft_for(certificate: Certificate, verdict: Verdict = Verdict.VERIFIED, **change: Any) -> DecisionDraft:
    assert certificate.file is not None
    draft = DecisionDraft(
        verdict=verdict,
        version=certificate.version,
        file_sha256=certificate.file.sha256,
        marks=dict.fromkeys(marked_fields(certificate), "match"),
        register="SPP-IRT (BPOM)",
        reason="" if verdict == Verdict.VERIFIED else "Tanggal terbit berbeda.",
    )
    return replace(draft, **change)


def test_an_approved_paper_says_who_when_and_against_what(
    session: Session, official: Actor, paper: Certificate
) -> None:
    draft = draft_for(paper)

    decide(session, official, paper, draft, now=NOW)

    assert (paper.state, paper.register, paper.decided_at) == ("verified", "SPP-IRT (BPOM)", NOW)
    assert paper.decided_by is not None
    assert paper.decided_by.id == official.user_id
    assert paper.decided_by_organisation_id == official.organisation_id
    decision = session.scalars(select(Decision)).one()
    assert decision.file_sha256 == draft.file_sha256
    assert decision.fields == dict.fromkeys(marked_fields(paper), "match")
    assert [e.name for e in trail.history(session, "certificate", paper.id)] == [events.CERTIFICATE_VERIFIED]


@pytest.mark.parametrize(
    ("verdict", "state", "event"),
    [
        (Verdict.NEEDS_CORRECTION, "needs_correction", events.CERTIFICATE_CORRECTION_ASKED),
        (Verdict.REJECTED, "rejected", events.CERTIFICATE_REJECTED),
    ],
)
def test_the_other_decisions_need_a_reason_but_not_every_mark(
    session: Session, official: Actor, paper: Certificate, verdict: Verdict, state: str, event: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(session, official, paper, draft_for(paper, verdict, reason="  "), now=NOW)
    decide(session, official, paper, draft_for(paper, verdict, marks={"issued_on": "differs"}), now=NOW)

    assert set(refused.value.errors) == {"reason"}
    assert (paper.state, paper.reason, paper.register) == (state, "Tanggal terbit berbeda.", "")
    assert [e.name for e in trail.history(session, "certificate", paper.id)] == [event]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"marks": {}}, "mark_number"),
        ({"marks": {"number": "differs"}}, "mark_number"),
        ({"register": ""}, "register"),
        ({"register": "Google"}, "register"),
        ({"register": "SIHALAL (BPJPH)"}, "register"),
    ],
)
def test_approval_is_refused_while_something_is_open(
    session: Session, official: Actor, paper: Certificate, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(session, official, paper, draft_for(paper, **change), now=NOW)

    assert field in refused.value.errors
    assert paper.state == "submitted"


def test_a_receipt_cannot_be_approved(session: Session, seller: Actor, official: Actor) -> None:
    receipt = make_certificate(
        session, make_producer(session, seller), state="submitted", number="", application_receipt="STTD-9999-1"
    )

    with pytest.raises(Invalid) as refused:
        decide(session, official, receipt, draft_for(receipt, register="SIHALAL (BPJPH)"), now=NOW)

    assert set(refused.value.errors) == {"verdict"}


def test_an_official_cannot_decide_on_their_own_organisation(
    session: Session, seller: Actor, official: Actor, paper: Certificate
) -> None:
    session.add(
        Membership(
            user_id=official.user_id, organisation_id=seller.organisation_id, role=Role.STAFF.value, created_at=NOW
        )
    )
    session.flush()

    with pytest.raises(NotAllowed) as refused:
        decide(session, official, paper, draft_for(paper), now=NOW)

    assert refused.value.code == "own_organisation"
    assert paper.state == "submitted"


def test_only_officials_decide(session: Session, seller: Actor) -> None:
    paper = make_certificate(session, make_producer(session, seller), state="submitted")

    for actor in (seller, make_buyer(session), make_operator(session)):
        with pytest.raises(NotAllowed):
            decide(session, actor, paper, draft_for(paper), now=NOW)


def test_a_scan_swapped_after_the_page_was_opened_is_not_approved(
    session: Session, seller: Actor, official: Actor, paper: Certificate
) -> None:
    seen = draft_for(paper)
    services.withdraw(session, seller, paper, version=paper.version, now=NOW)
    services.attach_scan(session, seller, paper, make_file(session, paper.producer), version=paper.version)
    services.submit(session, seller, paper, version=paper.version, now=NOW)

    with pytest.raises(Conflict):
        decide(session, official, paper, seen, now=NOW)
    with pytest.raises(Conflict):
        decide(session, official, paper, replace(seen, version=paper.version), now=NOW)

    assert paper.state == "submitted"


def test_the_holder_cannot_change_the_scan_of_a_verified_paper(
    session: Session, seller: Actor, official: Actor, paper: Certificate
) -> None:
    decide(session, official, paper, draft_for(paper), now=NOW)

    with pytest.raises(Conflict):
        services.attach_scan(session, seller, paper, make_file(session, paper.producer), version=paper.version)


def test_a_second_official_sees_that_it_is_decided(session: Session, official: Actor, paper: Certificate) -> None:
    draft = draft_for(paper)
    decide(session, official, paper, draft, now=NOW)

    with pytest.raises(Conflict) as refused:
        decide(session, make_official(session), paper, draft, now=NOW)

    assert refused.value.code == "already_decided"
    assert len(session.scalars(select(Decision)).all()) == 1


def test_a_double_click_is_one_decision(session: Session, official: Actor, paper: Certificate) -> None:
    draft = draft_for(paper)

    for _ in range(2):
        decide(session, official, paper, draft, now=NOW)

    assert len(session.scalars(select(Decision)).all()) == 1


def test_revoking_is_not_one_of_the_decisions_of_the_desk(
    session: Session, official: Actor, paper: Certificate
) -> None:
    with pytest.raises(Invalid):
        decide(session, official, paper, draft_for(paper, Verdict.REVOKED), now=NOW)


def test_drafts_are_not_on_the_desk(session: Session, seller: Actor, official: Actor) -> None:
    hidden = make_certificate(session, make_producer(session, seller), state="draft")

    with pytest.raises(NotFound):
        for_review(session, official, hidden.code)


def _deciding(app: Flask, database: Database, code: str, actors: list[Actor]) -> list[str]:
    """Let several officials press at the same moment and tell how it ended for each."""
    barrier = Barrier(len(actors))

    def press(actor: Actor, verdict: Verdict) -> str:
        with app.app_context():
            with database.reading() as looking:
                draft = draft_for(for_review(looking, actor, code), verdict)
            barrier.wait()
            try:
                with database.transaction() as session:
                    decide(session, actor, for_review(session, actor, code), draft, now=NOW)
            except (Conflict, StaleDataError):
                return "refused"
            return str(verdict)

    verdicts = [Verdict.VERIFIED, Verdict.REJECTED] * len(actors)
    with ThreadPoolExecutor(len(actors)) as pool:
        return list(pool.map(press, actors, verdicts[: len(actors)]))


@pytest.fixture
def contested(database: Database) -> tuple[str, list[Actor]]:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))
        paper = make_certificate(session, producer, scheme="pirt", state="submitted")
        return paper.code, [make_official(session) for _ in range(4)]


def test_of_officials_who_press_at_once_one_decides(
    app: Flask, database: Database, contested: tuple[str, list[Actor]]
) -> None:
    code, officials = contested

    answers = _deciding(app, database, code, officials)

    with database.reading() as session:
        paper = session.scalars(select(Certificate).where(Certificate.code == code)).one()
        decisions = session.scalars(select(Decision)).all()
    assert answers.count("refused") == len(officials) - 1
    assert [decision.verdict for decision in decisions] == [paper.state]
    assert paper.state in answers


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_comparing_versions_both_would_decide(
    app: Flask, database: Database, contested: tuple[str, list[Actor]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the guards taken out, the race above does show two decisions."""
    code, officials = contested
    idle: Callable[..., None] = lambda *_args: None  # noqa: E731
    monkeypatch.setattr("certification.decisions._check_unchanged", idle)
    monkeypatch.setattr("certification.decisions.CERTIFICATE", _AnyState())

    answers = _deciding(app, database, code, officials)

    assert answers.count("refused") < len(officials) - 1


class _AnyState:
    """A lifecycle without a law."""

    def next(self, _state: object, action: object, _by: object) -> str:
        return {"verify": "verified", "reject": "rejected"}[str(action)]

    def allows(self, *_args: object) -> bool:
        return True
