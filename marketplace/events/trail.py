"""Writing down what happened, in the transaction of the change itself: audit trail, timeline and outbox in one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.roles import Actor
from marketplace.events import chain, subscriptions
from marketplace.events.models import Delivery, Event


def record(
    session: Session, actor: Actor, name: str, kind: str, subject_id: int, *, now: datetime, **data: Any
) -> Event:
    """Append an event and one delivery for each subscriber of its name.

    ``kind`` and ``subject_id`` say what it happened to (``"order", 17``). ``data`` may hold ids, codes,
    states and amounts; never names, addresses or other text about a person.
    """
    event = Event(
        name=name,
        subject_kind=kind,
        subject_id=subject_id,
        actor_user_id=actor.user_id or None,
        actor_organisation_id=actor.organisation_id,
        occurred_at=now,
        data=data,
    )
    session.add(event)
    session.flush()
    chain.note(session, event)
    session.add_all(
        Delivery(event_id=event.id, subscriber=s.name, subject_key=f"{kind}:{subject_id}", next_attempt_at=now)
        for s in subscriptions.of(name)
    )
    return event


def history(session: Session, kind: str, subject_id: int, names: Iterable[str] = ()) -> list[Event]:
    """Return what happened to one subject, oldest first; only the named events where names are given."""
    return histories(session, kind, [subject_id], names)[subject_id]


def histories(
    session: Session, kind: str, subject_ids: Collection[int], names: Iterable[str] = ()
) -> dict[int, list[Event]]:
    """Return what happened to each of several subjects of one kind, as ``history`` does; one query."""
    statement = select(Event).where(Event.subject_kind == kind, Event.subject_id.in_(subject_ids))
    wanted = list(names)
    if wanted:
        statement = statement.where(Event.name.in_(wanted))
    found: dict[int, list[Event]] = {subject_id: [] for subject_id in subject_ids}
    for event in session.scalars(statement.order_by(Event.id)):
        found[event.subject_id].append(event)
    return found
