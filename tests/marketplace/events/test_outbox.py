"""The outbox: written with the change, delivered afterwards, retried, in order, once in effect."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import outbox, subscriptions, trail
from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.events.subscriptions import Happening
from tests.factories import NOW

NAME = "kettle.boiled"


class Listener:
    """Remembers what it heard; fails as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int, object]] = []
        self.faults = 0

    def inside(self, _session: Session, happening: Happening, _now: datetime) -> None:
        """Hear inside the transaction."""
        self._hear("inside", happening)

    def outside(self, _database: Database, happening: Happening, _now: datetime) -> None:
        """Hear outside of a transaction."""
        self._hear("outside", happening)

    def _hear(self, where: str, happening: Happening) -> None:
        if self.faults:
            self.faults -= 1
            raise RuntimeError("deaf")
        self.heard.append((where, happening.subject_id, happening.data.get("n")))


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """A listener that alone hears our event, inside."""
    listener = Listener()
    monkeypatch.setattr(subscriptions, "_register", {})
    subscriptions.subscribe("test_listener", NAME)(listener.inside)
    yield listener


def boil(database: Database, kettle: int = 1, *numbers: int) -> None:
    """Record that a kettle boiled, once for each number."""
    with database.transaction() as session:
        for number in numbers or (0,):
            trail.record(session, SYSTEM, NAME, "kettle", kettle, now=NOW, n=number)


def test_what_happened_is_heard_once(database: Database, listener: Listener) -> None:
    boil(database)

    assert outbox.drain(database, now=NOW) == 1
    assert outbox.drain(database, now=NOW) == 0
    assert listener.heard == [("inside", 1, 0)]


def test_a_change_that_is_rolled_back_was_never_heard_of(database: Database, listener: Listener) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        trail.record(session, SYSTEM, NAME, "kettle", 1, now=NOW)
        raise RuntimeError("no")

    assert outbox.drain(database, now=NOW) == 0
    assert listener.heard == []


def test_a_fault_is_kept_and_tried_again_later(database: Database, listener: Listener) -> None:
    boil(database)
    listener.faults = 1

    outbox.drain(database, now=NOW)
    assert listener.heard == []
    with database.reading() as session:
        assert session.scalars(select(Delivery.last_error)).one() == "RuntimeError: deaf"

    outbox.drain(database, now=NOW + timedelta(minutes=1))
    assert listener.heard == [("inside", 1, 0)]


def test_one_subject_is_heard_in_order_even_after_a_fault(database: Database, listener: Listener) -> None:
    boil(database, 1, 1, 2, 3)
    boil(database, 2, 9)
    listener.faults = 1

    outbox.drain(database, now=NOW)
    assert listener.heard == [("inside", 2, 9)]

    outbox.drain(database, now=NOW + timedelta(minutes=1))
    assert listener.heard[1:] == [("inside", 1, 1), ("inside", 1, 2), ("inside", 1, 3)]


def test_a_delivery_that_never_works_is_given_up_and_shows(database: Database, listener: Listener) -> None:
    boil(database)
    listener.faults = 10_000

    for hours in range(outbox.MAX_ATTEMPTS + 2):
        outbox.drain(database, now=NOW + timedelta(hours=2 * hours))

    with database.reading() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert delivery.state == DeliveryState.FAILED
        assert delivery.attempts == outbox.MAX_ATTEMPTS
        assert outbox.waiting(session) == 1


def test_a_leased_delivery_is_not_taken_twice(database: Database, listener: Listener) -> None:
    boil(database)

    first = outbox._claim(database, NOW)
    second = outbox._claim(database, NOW)
    after_lease = outbox._claim(database, NOW + outbox.LEASE + timedelta(seconds=1))

    assert first is not None
    assert second is None
    assert after_lease == first


def test_an_outside_listener_is_heard_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    listener = Listener()
    monkeypatch.setattr(subscriptions, "_register", {})
    subscriptions.subscribe_outside("test_outside", NAME)(listener.outside)
    boil(database)

    outbox.drain(database, now=NOW)

    assert listener.heard == [("outside", 1, 0)]


def test_a_subscriber_that_is_gone_from_the_code_blocks_nothing(
    database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    boil(database)
    monkeypatch.setattr(subscriptions, "_register", {})

    assert outbox.drain(database, now=NOW) == 1


def test_the_trail_tells_the_history_of_a_subject(database: Database, listener: Listener) -> None:
    boil(database, 1, 1, 2)
    boil(database, 2, 3)

    with database.reading() as session:
        assert [event.data["n"] for event in trail.history(session, "kettle", 1)] == [1, 2]
        assert trail.history(session, "kettle", 1, ["kettle.sold"]) == []
        assert session.scalars(select(Event.name)).all() == [NAME] * 3
