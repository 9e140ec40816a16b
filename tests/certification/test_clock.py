"""What the calendar does: one event when a paper begins, one after its end, whatever the worker missed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from certification.clock import turn
from certification.events import CERTIFICATE_BEGAN, CERTIFICATE_ENDED
from marketplace.db import Database
from marketplace.events.models import Event
from tests.factories import NOW, make_seller
from tests.factories_certification import make_certificate, make_producer

ENDS = date(2026, 12, 1)
LAST_MOMENT = datetime(2026, 12, 1, 16, 59, tzinfo=UTC)
"""23.59 in Jakarta on the last valid day."""


@pytest.fixture
def papers(database: Database) -> dict[str, int]:
    with database.transaction() as session:
        producer = make_producer(session, make_seller(session))

        def add(**fields: object) -> int:
            return make_certificate(session, producer, scheme="pirt", **fields).id  # type: ignore[arg-type]

        return {
            "ends": add(valid_until=ENDS),
            "begins": add(valid_from=ENDS),
            "holds": add(),
            "draft": add(valid_until=ENDS, state="draft"),
            "revoked": add(valid_until=ENDS, state="revoked"),
        }


def happened(database: Database) -> list[tuple[str, int]]:
    with database.reading() as session:
        return [(event.name, event.subject_id) for event in session.scalars(select(Event).order_by(Event.id))]


def test_nothing_happens_before_the_day(database: Database, papers: dict[str, int]) -> None:
    turn(database, NOW)

    assert happened(database) == []


def test_a_paper_still_holds_on_its_last_day_in_jakarta(database: Database, papers: dict[str, int]) -> None:
    turn(database, LAST_MOMENT)

    assert happened(database) == [(CERTIFICATE_BEGAN, papers["begins"])]


def test_each_day_is_told_once_even_late_and_repeatedly(database: Database, papers: dict[str, int]) -> None:
    for days in (30, 30, 31):
        turn(database, LAST_MOMENT + timedelta(days=days))

    assert happened(database) == [(CERTIFICATE_BEGAN, papers["begins"]), (CERTIFICATE_ENDED, papers["ends"])]


def test_the_clock_is_recorded_as_nobody(database: Database, papers: dict[str, int]) -> None:
    turn(database, LAST_MOMENT + timedelta(minutes=2))

    with database.reading() as session:
        assert {event.actor_user_id for event in session.scalars(select(Event))} == {None}


@pytest.mark.parametrize(
    ("decided_at", "begins"),
    [
        (datetime(2026, 11, 30, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 30, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 1, 0, 1, tzinfo=UTC), False),
    ],
    ids=["23.59-the-day-before", "00.00-of-the-day", "06.59-of-the-day", "07.01-of-the-day"],
)
def test_a_paper_begins_only_where_it_was_verified_before_its_first_day_in_jakarta(
    database: Database, decided_at: datetime, begins: bool
) -> None:
    with database.transaction() as session:
        paper = make_certificate(session, make_producer(session, make_seller(session)), valid_from=ENDS)
        paper.decided_at = decided_at

    turn(database, LAST_MOMENT)

    assert [name for name, _subject in happened(database)] == ([CERTIFICATE_BEGAN] if begins else [])
