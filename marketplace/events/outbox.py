"""Delivering events to their subscribers after the commit: retried, in order per subject, once in effect."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from marketplace.db import Database, conditional
from marketplace.events import subscriptions
from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.events.subscriptions import Happening

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 12
"""With doubling pauses from 2 s to 1 h a delivery is tried for about half a day before a person must look."""


def deliver_due(database: Database, *, now: datetime, limit: int = 200) -> int:
    """Deliver what is due and return how many deliveries were tried."""
    tried = 0
    while tried < limit:
        claimed = _claim(database, now)
        if claimed is None:
            break
        _deliver(database, claimed, now)
        tried += 1
    return tried


def drain(database: Database, *, now: datetime) -> int:
    """Deliver until nothing is due, events that deliveries caused included; return how many were tried."""
    total = 0
    while tried := deliver_due(database, now=now):
        total += tried
    return total


def waiting(session: Session) -> int:
    """Return how many deliveries are not done: pending or failed."""
    return len(session.scalars(select(Delivery.id).where(Delivery.state != DeliveryState.DONE)).all())


def _claim(database: Database, now: datetime) -> int | None:
    """Lease the next due delivery, if no earlier one of the same subject and subscriber is unfinished."""
    earlier = aliased(Delivery)
    blocked = exists().where(
        earlier.subscriber == Delivery.subscriber,
        earlier.subject_key == Delivery.subject_key,
        earlier.id < Delivery.id,
        earlier.state == DeliveryState.PENDING,
    )
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until < now)
    due = and_(Delivery.state == DeliveryState.PENDING, Delivery.next_attempt_at <= now, free)
    with database.transaction() as session:
        candidates = session.scalars(select(Delivery.id).where(due, ~blocked).order_by(Delivery.id).limit(5)).all()
        for delivery_id in candidates:
            lease = update(Delivery).where(Delivery.id == delivery_id, due).values(leased_until=now + LEASE)
            if conditional(session, lease):
                return delivery_id
    return None


def _deliver(database: Database, delivery_id: int, now: datetime) -> None:
    try:
        with database.reading() as session:
            delivery = session.get_one(Delivery, delivery_id)
            subscription = subscriptions.named(delivery.subscriber)
            happening = _happening(delivery.event)
        if subscription is not None and subscription.outside is not None:
            subscription.outside(database, happening, now)
        with database.transaction() as session:
            if subscription is not None and subscription.inside is not None:
                subscription.inside(session, happening, now)
            _finish(session, delivery_id)
    except Exception as error:  # every fault of a subscriber is kept and tried again
        log.exception("delivery %s failed", delivery_id)
        _postpone(database, delivery_id, error, now)


def _finish(session: Session, delivery_id: int) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(state=DeliveryState.DONE, leased_until=None, attempts=Delivery.attempts + 1, last_error="")
    )


def _postpone(database: Database, delivery_id: int, error: Exception, now: datetime) -> None:
    with database.transaction() as session:
        delivery = session.get_one(Delivery, delivery_id)
        delivery.attempts += 1
        delivery.leased_until = None
        delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
        delivery.next_attempt_at = now + min(timedelta(seconds=2**delivery.attempts), timedelta(hours=1))
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = DeliveryState.FAILED


def _happening(event: Event) -> Happening:
    return Happening(
        id=event.id,
        name=event.name,
        subject_kind=event.subject_kind,
        subject_id=event.subject_id,
        actor_user_id=event.actor_user_id,
        actor_organisation_id=event.actor_organisation_id,
        occurred_at=event.occurred_at,
        data=dict(event.data),
    )
