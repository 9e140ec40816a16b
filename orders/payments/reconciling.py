"""Asking the provider about what may have happened without our hearing of it: webhooks get lost."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from marketplace.core.errors import DomainError, Unavailable
from marketplace.db import Database
from orders.payments import cards, queries, refunding
from orders.payments.gateway import CardGateway
from orders.payments.settling import Outcome

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=4)
"""A payment whose webhook was lost is found within 10 minutes."""
AT_ONCE = 200


def reconcile(database: Database, gateway: CardGateway, *, now: datetime) -> int:
    """Ask about every open session and every refund under way; return how many were asked about.

    Stops where the provider does not answer: the next turn goes on. One odd payment does not stop the others.
    """
    with database.reading() as session:
        payments = [
            (payment.id, payment.superseded_at is not None) for payment in queries.open_sessions(session, AT_ONCE)
        ]
        refunds = list(queries.refunds_to_ask(session, AT_ONCE, now=now))
    for payment_id, is_superseded in payments:
        with _alone("payment", payment_id):
            _ask(database, gateway, payment_id, is_superseded, now)
    for refund_id in refunds:
        with _alone("refund", refund_id):
            refunding.send(database, gateway, refund_id, now=now)
    return len(payments) + len(refunds)


def close_session(database: Database, gateway: CardGateway, payment_id: int, *, now: datetime) -> None:
    """Close the session of a superseded payment; money that was faster is taken over. Doing it again does no harm."""
    _ask(database, gateway, payment_id, True, now)


def _ask(database: Database, gateway: CardGateway, payment_id: int, is_superseded: bool, now: datetime) -> None:
    outcome, seen = cards.look(database, gateway, payment_id, now=now)
    if is_superseded and outcome is Outcome.WAITING and seen is not None:
        cards.expire(gateway, seen.id)
        cards.look(database, gateway, payment_id, now=now)


@contextmanager
def _alone(kind: str, ident: int) -> Iterator[None]:
    """Let one odd case pass by the others; that the provider does not answer concerns all of them."""
    try:
        yield
    except Unavailable:
        raise
    except DomainError as error:
        log.error("%s %s could not be asked about: %s", kind, ident, error)
