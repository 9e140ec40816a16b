"""How an order ends without goods: stock comes back once, money that is here is owed back, a card is let go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalog import stock
from marketplace.core.roles import SYSTEM, Actor
from marketplace.events import trail
from orders import deadlines, events
from orders.lifecycle import OrderAction, OrderParty, OrderState
from orders.models import Order
from orders.opening import check_action
from orders.payments import refunds, starting
from orders.payments.lifecycle import PaymentState
from orders.reserving import reserved_as

RECORDED = {
    OrderState.REJECTED: events.ORDER_REJECTED,
    OrderState.CANCELLED: events.ORDER_CANCELLED,
    OrderState.LAPSED: events.ORDER_LAPSED,
}


def end(session: Session, actor: Actor, order: Order, state: OrderState, *, now: datetime) -> None:
    """Close one locked order in a state of ``CLOSED``."""
    _close(session, actor, order, state, now)
    _settle_money(session, order, now)


def lapse(session: Session, orders: Sequence[Order], *, now: datetime) -> None:
    """Close locked orders of one checkout that nobody paid or answered in time.

    All are closed before the money is looked at, so that no new card payment starts for orders that go as well.
    """
    for order in orders:
        state = check_action(order, OrderAction.LAPSE, OrderParty.CLOCK)
        _close(session, SYSTEM, order, state, now)
    for order in orders:
        _settle_money(session, order, now)


def _close(session: Session, actor: Actor, order: Order, state: OrderState, now: datetime) -> None:
    order.state = state
    order.closed_at = now
    order.act_by = deadlines.act_by(state, PaymentState(order.payment_state), now=now)
    session.flush()
    for line in sorted(order.lines, key=lambda line: line.product_id):
        if line.from_stock:
            reference = reserved_as(order.group_id)
            stock.release(session, line.product_id, line.quantity, reference=reference, now=now)
    trail.record(session, actor, RECORDED[state], "order", order.id, now=now, number=order.number, state=state)


def _settle_money(session: Session, order: Order, now: datetime) -> None:
    if order.payment_state == PaymentState.PAID:
        refunds.owe(session, order, now=now)
    elif order.payment_state == PaymentState.UNPAID:
        starting.supersede(session, order, now=now)
    session.flush()
