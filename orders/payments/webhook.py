"""The provider's webhooks: each takes effect once, together with the mark that it did, or not at all.

The event says "look", the provider's own answer says "what" (reliability.md, part 0).
"""

import logging
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.core.errors import Unavailable
from marketplace.db import Database
from orders.payments import queries, refunding
from orders.payments.gateway import BadSignature, CardEvent, CardEventKind, CardGateway
from orders.payments.models import SeenCardEvent
from orders.payments.settling import settle
from orders.payments.standing import lock_payment

log = logging.getLogger(__name__)

OF_PAYMENT = frozenset(
    {CardEventKind.CHECKOUT_COMPLETED, CardEventKind.CHECKOUT_EXPIRED, CardEventKind.PAYMENT_SUCCEEDED}
)


def receive(database: Database, gateway: CardGateway, body: bytes, signature: str | None, *, now: datetime) -> None:
    """Take one webhook; returning means that it took effect or concerns nothing of ours.

    Raises ``BadSignature``, and ``Unavailable`` where the provider must send it again later.
    """
    try:
        event = gateway.parse_event(body, signature)
    except BadSignature as error:
        log.warning("a webhook was refused: %s", error.code)
        raise
    if event.kind in OF_PAYMENT:
        _about_payment(database, gateway, event, now)
    elif event.kind is CardEventKind.REFUND_UPDATED:
        _about_refund(database, gateway, event, now)


def _about_payment(database: Database, gateway: CardGateway, event: CardEvent, now: datetime) -> None:
    with database.reading() as session:
        if _was_seen(session, event):
            return
        payment = queries.payment_meant(session, event)
        if payment is None:
            log.warning("webhook %s (%s) is about no payment of ours", event.id, event.type)
            return
        payment_id, session_id = payment.id, event.session_id or payment.session_id
        if payment.session_id is None or session_id is None:
            raise Unavailable("payment_unknown", "the session of this payment is not stored yet")
    seen = gateway.retrieve_checkout(session_id)
    with database.transaction() as session:
        lock_payment(session, payment_id)  # before the mark, which refers to the payment
        if _mark(session, event, payment_id, now):
            settle(session, payment_id, seen, now=now, event=event)


def _about_refund(database: Database, gateway: CardGateway, event: CardEvent, now: datetime) -> None:
    with database.reading() as session:
        refund = None if _was_seen(session, event) else queries.refund_meant(session, event)
        if refund is None or event.refund_id is None:
            return  # seen, or not stored yet: the clock asks about every refund that is under way
        refund_id, payment_id = refund.id, refund.payment_id
    result = gateway.retrieve_refund(event.refund_id)
    with database.transaction() as session:
        lock_payment(session, payment_id)
        if _mark(session, event, payment_id, now):
            refunding.follow(session, refund_id, result, now=now)


def _was_seen(session: Session, event: CardEvent) -> bool:
    return session.get(SeenCardEvent, event.id) is not None


def _mark(session: Session, event: CardEvent, payment_id: int, now: datetime) -> bool:
    """Mark an event as seen and tell whether this is the first time; a second one waits here for the first."""
    mark = SeenCardEvent(event_id=event.id, kind=event.type[:60], payment_id=payment_id, seen_at=now)
    try:
        with session.begin_nested():
            session.add(mark)
    except IntegrityError:
        return False
    return True
