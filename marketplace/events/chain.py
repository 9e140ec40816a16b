"""The events as a chain: each carries the hash of the one before, so that a changed or cut row shows.

An event gets its place at the very end of its transaction, when every other lock is held already: the head of the
chain is the last thing that is locked, so no two transactions can wait for each other because of it.
"""

import hashlib
import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import event as hooks
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.events.models import ChainHead, Event

UNSEALED = "unsealed_events"
START = "0" * 64
"""What the first event names as the hash before it."""


@dataclass(frozen=True)
class Head:
    """Where the chain ends: how many events it has and the hash of the last one."""

    length: int
    hash: str

    def __str__(self) -> str:
        return f"{self.length}:{self.hash}"


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    event_id: int
    position: int | None
    reason: str


def note(session: Session, event: Event) -> None:
    """Remember an event that was written in this transaction, to be sealed at its end."""
    session.info.setdefault(UNSEALED, []).append(event.id)


def link(previous: str, event: Event) -> str:
    """Return the hash of an event: SHA-256 over the hash before it and everything that the event says."""
    said = [
        event.id,
        event.name,
        event.subject_kind,
        event.subject_id,
        event.actor_user_id,
        event.actor_organisation_id,
        event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.data,
    ]
    text = json.dumps([previous, *said], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head(session: Session) -> Head:
    """Return where the chain ends now."""
    found = session.get(ChainHead, 1)
    return Head(found.length, found.hash) if found is not None else Head(0, START)


def hash_at(session: Session, position: int) -> str | None:
    """Return the hash of the event at a place, or None where there is none."""
    return session.scalar(select(Event.hash).where(Event.position == position)) if position else START


def first_break(session: Session) -> Break | None:
    """Walk the whole chain and return the first event that does not fit; None where all is as it was written."""
    before, place = START, 0
    with closing(_in_order(session)) as events:
        for event in events:
            place += 1
            if event.position != place:
                return Break(event.id, event.position, f"place {place} is missing")
            if event.previous_hash != before:
                return Break(event.id, place, "it does not follow the event before it")
            if event.hash != link(before, event):
                return Break(event.id, place, "what it says is not what was written")
            before = event.hash
    stray = session.scalar(select(Event.id).where(Event.position.is_(None)).order_by(Event.id).limit(1))
    if stray is not None:
        return Break(stray, None, "it was written beside the chain")
    end = head(session)
    if (end.length, end.hash) != (place, before):
        return Break(0, end.length, f"the end was cut: {end.length} events were written, {place} are there")
    return None


def _in_order(session: Session) -> Generator[Event, None, None]:
    placed = select(Event).where(Event.position.is_not(None)).order_by(Event.position)
    with closing(session.scalars(placed.execution_options(yield_per=1000))) as events:
        for event in events:
            yield event
            session.expunge(event)


@hooks.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(UNSEALED):
        return
    session.flush()
    ids = session.info.pop(UNSEALED)
    # What was rolled back meanwhile is not there any more; its number may even be another's sealed event by now.
    fresh = select(Event).where(Event.id.in_(ids), Event.position.is_(None)).order_by(Event.id)
    written = session.scalars(fresh).all()
    end = session.scalars(
        select(ChainHead).where(ChainHead.id == 1).with_for_update().execution_options(populate_existing=True)
    ).one()
    for event in written:
        end.length += 1
        event.position, event.previous_hash = end.length, end.hash
        event.hash = end.hash = link(end.hash, event)
    session.flush()
