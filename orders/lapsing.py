"""What the clock ends: orders that nobody paid, quoted or accepted in time. Paid orders never lapse, they are late."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.db import Database
from marketplace.events.schedule import scheduled
from orders import ending
from orders.lifecycle import ORDER, OrderAction, OrderParty, OrderState
from orders.models import Order
from orders.opening import offered
from orders.payments.lifecycle import PaymentState
from orders.payments.standing import lock_orders

log = logging.getLogger(__name__)

MAY_LAPSE = tuple(state for state in OrderState if ORDER.allows(state, OrderAction.LAPSE, OrderParty.CLOCK))
BATCH = 200
"""Checkouts looked at in one run; the rest is due again a minute later."""


@scheduled("lapse_orders", timedelta(minutes=1))
def lapse_due(database: Database, now: datetime) -> None:
    """End what is overdue, checkout by checkout, each in a transaction of its own."""
    with database.reading() as session:
        due = _due(session, now)
    for order_ids in due:
        try:
            with database.transaction() as session:
                _lapse(session, order_ids, now)
        except Exception:  # one checkout's fault must not keep the others' stock
            log.exception("orders %s did not lapse", order_ids)


def _due(session: Session, now: datetime) -> list[list[int]]:
    statement = (
        select(Order.group_id, Order.id)
        .where(Order.state.in_(MAY_LAPSE), Order.act_by < now, Order.payment_state == PaymentState.UNPAID)
        .order_by(Order.group_id, Order.id)
    )
    found: dict[int, list[int]] = {}
    for group_id, order_id in session.execute(statement):
        found.setdefault(group_id, []).append(order_id)
    return list(found.values())[:BATCH]


def _lapse(session: Session, order_ids: Sequence[int], now: datetime) -> None:
    """Look again under the lock: somebody may have paid or acted since."""
    overdue = [order for order in lock_orders(session, order_ids) if _is_overdue(order, now)]
    ending.lapse(session, overdue, now=now)


def _is_overdue(order: Order, now: datetime) -> bool:
    return OrderAction.LAPSE in offered(order, OrderParty.CLOCK) and order.act_by is not None and order.act_by < now
