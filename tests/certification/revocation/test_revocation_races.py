"""Two people at one proposal in the same moment, on both databases: exactly one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from certification import events
from certification.models import Certificate, Decision
from certification.queries import for_review
from certification.revocation import queries, services
from certification.revocation.models import RevocationProposal
from certification.revocation.services import ProposalDraft
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events.models import Event
from tests.factories import KEMANTREN, NOW, make_official, make_operator, make_seller
from tests.factories_certification import make_certificate, make_producer

Press = Callable[[Session], None]


@pytest.fixture
def people(database: Database) -> list[Actor]:
    with database.transaction() as session:
        return [*(make_official(session, region=KEMANTREN) for _ in range(3)), make_operator(session)]


@pytest.fixture
def code(database: Database) -> str:
    with database.transaction() as session:
        return make_certificate(session, make_producer(session, make_seller(session))).code


@pytest.fixture
def open_one(database: Database, people: list[Actor], code: str) -> tuple[int, int]:
    """Id and version of a proposal of the first of the people."""
    with database.transaction() as session:
        proposal = propose(session, people[0], code)
        return proposal.id, proposal.version


def propose(session: Session, actor: Actor, code: str) -> RevocationProposal:
    paper = for_review(session, actor, code)
    draft = ProposalDraft(template="issuer", reason=f"Dicabut, kata {actor.user_id}.", version=1, hold=False)
    return services.propose(session, actor, paper, draft, now=NOW)


def press_at_once(app: Flask, database: Database, presses: list[Press]) -> list[str]:
    barrier = Barrier(len(presses))

    def press(action: Press) -> str:
        with app.app_context():
            barrier.wait()
            try:
                with database.transaction() as session:
                    action(session)
            except (Conflict, StaleDataError, IntegrityError):
                return "refused"
            return "done"

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def outcome(database: Database, code: str) -> tuple[str, list[str], int, int]:
    """State of the record, of its proposals, and how many decisions and events of revoking there are."""
    with database.reading() as session:
        paper = session.scalars(select(Certificate).where(Certificate.code == code)).one()
        states = [row.state for row in session.scalars(select(RevocationProposal).order_by(RevocationProposal.id))]
        decisions = session.scalars(select(Decision).where(Decision.verdict == "revoked")).all()
        told = session.scalars(select(Event).where(Event.name == events.CERTIFICATE_REVOKED)).all()
        return paper.state, states, len(decisions), len(told)


def test_of_those_who_sign_at_once_one_revokes(
    app: Flask, database: Database, people: list[Actor], code: str, open_one: tuple[int, int]
) -> None:
    number, version = open_one

    def signing(actor: Actor) -> Press:
        return lambda session: services.sign(
            session, actor, queries.proposal(session, actor, number), version=version, now=NOW
        )

    answers = press_at_once(app, database, [signing(actor) for actor in people[1:]])

    assert sorted(answers) == ["done", "refused", "refused"]
    assert outcome(database, code) == ("revoked", ["signed"], 1, 1)


@pytest.mark.parametrize("other", ["withdraw", "decline"])
def test_signing_while_it_is_taken_back_or_declined_has_one_end(
    app: Flask, database: Database, people: list[Actor], code: str, open_one: tuple[int, int], other: str
) -> None:
    number, version = open_one
    first, signer, decliner = people[:3]

    def sign(session: Session) -> None:
        services.sign(session, signer, queries.proposal(session, signer, number), version=version, now=NOW)

    def end(session: Session) -> None:
        if other == "withdraw":
            services.withdraw(session, first, queries.proposal(session, first, number), now=NOW)
        else:
            proposal = queries.proposal(session, decliner, number)
            services.decline(session, decliner, proposal, "Belum jelas.", version=version, now=NOW)

    answers = press_at_once(app, database, [sign, end])

    state, proposals, decisions, told = outcome(database, code)
    assert sorted(answers) == ["done", "refused"]
    if answers[0] == "done":
        assert (state, proposals, decisions, told) == ("revoked", ["signed"], 1, 1)
    else:
        ended = "withdrawn" if other == "withdraw" else "declined"
        assert (state, proposals, decisions, told) == ("verified", [ended], 0, 0)


def proposing(who: Actor, code: str, session: Session) -> None:
    propose(session, who, code)


def test_of_officials_who_propose_at_once_one_has_an_open_proposal(
    app: Flask, database: Database, people: list[Actor], code: str
) -> None:
    answers = press_at_once(app, database, [partial(proposing, actor, code) for actor in people[:3]])

    assert sorted(answers) == ["done", "refused", "refused"]
    assert outcome(database, code) == ("verified", ["open"], 0, 0)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_even_without_the_lock_the_version_refuses_the_second_end(
    app: Flask,
    database: Database,
    people: list[Actor],
    code: str,
    open_one: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both have passed every check before either writes: what a missing lock would let happen."""
    number, version = open_one
    both = Barrier(2)
    monkeypatch.setattr(services, "refresh", lambda *_args: None)
    monkeypatch.setattr(services, "check_open", lambda *_args: both.wait(timeout=10))

    def declining(actor: Actor) -> Press:
        def press(session: Session) -> None:
            proposal = queries.proposal(session, actor, number)
            services.decline(session, actor, proposal, "Belum jelas.", version=version, now=NOW)

        return press

    answers = press_at_once(app, database, [declining(actor) for actor in people[1:3]])

    assert sorted(answers) == ["done", "refused"]
    assert outcome(database, code)[:2] == ("verified", ["declined"])
