"""The chain of events: whole after every way to write, and every way to tamper shows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import chain, trail
from marketplace.events.models import Event
from tests.conftest import NOW


def write(database: Database, amount: int = 1, *, subject: int = 1) -> None:
    """Write events in one transaction."""
    with database.transaction() as session:
        for number in range(amount):
            trail.record(session, SYSTEM, "test.happened", "test", subject, now=NOW, number=number, place="ü")


def broken(database: Database) -> chain.Break | None:
    """Walk the chain."""
    with database.reading() as session:
        return chain.first_break(session)


def test_each_event_carries_the_hash_of_the_one_before(database: Database) -> None:
    write(database, 2)
    write(database)

    with database.reading() as session:
        events = session.scalars(select(Event).order_by(Event.position)).all()
        assert [event.position for event in events] == [1, 2, 3]
        assert [event.previous_hash for event in events] == [chain.START, events[0].hash, events[1].hash]
        assert chain.head(session) == chain.Head(3, str(events[2].hash))
        assert chain.hash_at(session, 2) == events[1].hash
    assert broken(database) is None


def test_what_is_rolled_back_leaves_no_gap(database: Database) -> None:
    write(database)
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
        raise ZeroDivisionError
    with database.transaction() as session:
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW)
            raise ZeroDivisionError
        trail.record(session, SYSTEM, "test.happened", "test", 2, now=NOW)

    with database.reading() as session:
        assert chain.head(session).length == 3
    assert broken(database) is None


@pytest.mark.stress
def test_writers_at_once_make_one_chain(database: Database, full_size: bool) -> None:
    amount = 400 if full_size else 24

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(database, 2, subject=number), range(amount)))

    with database.reading() as session:
        assert chain.head(session).length == 2 * amount
    assert broken(database) is None


def without_guard(session: Session) -> None:
    """Do as a superuser of the database can: take the triggers away."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("DROP TRIGGER events_sealed ON events"))
    else:
        session.execute(text("DROP TRIGGER events_sealed_update"))
        session.execute(text("DROP TRIGGER events_sealed_delete"))


def swap(session: Session) -> None:
    """Let two events change places, their hashes with them."""
    session.execute(text("UPDATE events SET position = 99 WHERE position = 2"))
    session.execute(text("UPDATE events SET position = 2 WHERE position = 3"))
    session.execute(text("UPDATE events SET position = 3 WHERE position = 99"))


def add(session: Session) -> None:
    """Write an event that nobody recorded."""
    session.add(Event(name="x", subject_kind="test", subject_id=1, occurred_at=NOW, data={}))
    session.flush()


TAMPERING: list[tuple[str, Callable[[Session], object], int | None]] = [
    ("a changed text", lambda s: s.execute(text("UPDATE events SET name = 'y' WHERE position = 2")), 2),
    ("another actor", lambda s: s.execute(text("UPDATE events SET subject_id = 7 WHERE position = 3")), 3),
    ("a changed hash", lambda s: s.execute(text("UPDATE events SET hash = previous_hash WHERE position = 2")), 2),
    ("two places swapped", swap, 2),
    ("an event taken out", lambda s: s.execute(text("DELETE FROM events WHERE position = 2")), 3),
    ("the end cut off", lambda s: s.execute(text("DELETE FROM events WHERE position = 4")), 4),
    ("an event put in", add, None),
]


@pytest.mark.parametrize(("how", "tamper", "place"), TAMPERING, ids=[row[0] for row in TAMPERING])
def test_tampering_shows(database: Database, how: str, tamper: Callable[[Session], object], place: int | None) -> None:
    for _ in range(4):
        write(database)
    assert broken(database) is None
    with database.transaction() as session:
        without_guard(session)
        tamper(session)

    found = broken(database)

    assert found is not None, how
    assert found.position == place


@pytest.mark.parametrize("statement", ["UPDATE events SET name = 'y'", "DELETE FROM events"])
def test_the_database_refuses_to_change_a_sealed_event(database: Database, statement: str) -> None:
    write(database)

    with pytest.raises(DatabaseError, match="never changed"), database.transaction() as session:
        session.execute(text(statement))

    assert broken(database) is None
