"""Reminders on the database: each step once, none for what is taken care of, none lost by a missed run."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from certification import events
from certification.models import Certificate
from certification.runway.reminding import remind
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.events.models import Event
from marketplace.notifications.models import Notification
from tests.factories import NOW, make_official, make_seller
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)


def _paper(session: Session, seller: Actor, left: int, **fields: object) -> int:
    ends = TODAY + timedelta(days=left)
    fields = {"valid_until": ends, "issued_on": date(2024, 1, 2), "valid_from": date(2024, 1, 2), **fields}
    return make_certificate(session, make_producer(session, seller), scheme="pirt", **fields).id  # type: ignore[arg-type]


def _reminded(session: Session) -> list[tuple[int, int]]:
    found = session.scalars(select(Event).where(Event.name == events.CERTIFICATE_REMINDED).order_by(Event.id))
    return [(event.subject_id, event.data["days_left"]) for event in found]


def _run(session: Session, days_later: int = 0) -> int:
    return remind(session, now=NOW + timedelta(days=days_later))


def test_each_step_is_sent_once_and_the_nearest_stands_for_those_that_were_missed(session: Session) -> None:
    paper = _paper(session, make_seller(session), 95)

    assert [_run(session), _run(session), _run(session, 2)] == [1, 0, 0]
    assert _run(session, 5) == 1
    assert _run(session, 89) == 1  # 30 days were missed
    assert [_run(session, 90), _run(session, 200)] == [0, 0]
    assert _reminded(session) == [(paper, 95), (paper, 90), (paper, 6)]


def test_a_new_end_is_reminded_of_anew(session: Session) -> None:
    seller = make_seller(session)
    paper = _paper(session, seller, 5)
    _run(session)

    renewal = _paper(session, seller, 100, renews_id=paper)
    assert _run(session) == 1
    assert _reminded(session)[-1] == (renewal, 100)


@pytest.mark.parametrize(
    "fields",
    [
        {"left": 181},
        {"left": -1},
        {"left": 20, "state": "submitted"},
        {"left": 20, "state": "revoked"},
        {"left": 20, "replaced_from": TODAY},
        {"left": 20, "valid_until": None},
    ],
)
def test_nobody_is_reminded_of_what_does_not_end_now(session: Session, fields: dict[str, object]) -> None:
    _paper(session, make_seller(session), **fields)  # type: ignore[arg-type]

    assert _run(session) == 0


@pytest.mark.parametrize(("state", "sent"), [("submitted", 0), ("draft", 1), ("rejected", 1)])
def test_a_renewal_that_was_sent_takes_the_reminder_away(session: Session, state: str, sent: int) -> None:
    seller = make_seller(session)
    paper = _paper(session, seller, 20)
    _paper(session, seller, 900, state=state, renews_id=paper)

    assert _run(session) == sent


def test_a_slow_office_reminds_earlier_in_its_own_regency_only(session: Session) -> None:
    slow = make_official(session)
    here, there = make_seller(session), make_seller(session, region="35.22.01")
    for _ in range(5):
        paper = _paper(session, here, 900, official=slow)
        _set_checked(session, paper, days=45)
    near, far = _paper(session, here, 210), _paper(session, there, 210)

    assert _run(session) == 1
    assert _reminded(session) == [(near, 210)]
    assert far not in dict(_reminded(session))


def test_the_people_of_the_cooperative_are_told_once(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
        _paper(session, seller, 7)
        assert [_run(session), _run(session)] == [1, 0]

    with app.test_request_context():
        outbox.drain(database, now=NOW)

    with database.reading() as session:
        told = session.scalars(select(Notification).where(Notification.kind == "certificate_reminder")).all()
    assert [row.user_id for row in told] == [seller.user_id]
    assert "1 Desember 2026" in told[0].title


def _set_checked(session: Session, certificate_id: int, *, days: int) -> None:
    certificate = session.get_one(Certificate, certificate_id)
    decided: datetime = NOW - timedelta(days=3)
    certificate.decided_at, certificate.submitted_at = decided, decided - timedelta(days=days)
    session.flush()
