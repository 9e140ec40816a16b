"""The story of an order: what happened, who acts now and by when, and what is still to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from babel.support import LazyProxy
from sqlalchemy.orm import Session

from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.events.models import Event
from orders import events
from orders.lifecycle import CLOSED, OrderParty, OrderState
from orders.models import Order
from orders.opening import is_quoted
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.turns import Turn, turn_of

HAPPENED: dict[str, LazyProxy] = {
    events.ORDER_PLACED: _l("Order placed"),
    events.SHIPPING_QUOTED: _l("Shipping cost stated"),
    events.SHIPPING_ACCEPTED: _l("Shipping cost accepted"),
    events.PROOF_SENT: _l("Proof of transfer sent"),
    events.PROOF_REFUSED: _l("Proof of transfer refused"),
    events.ORDER_PAID: _l("Payment received"),
    events.ORDER_CONFIRMED: _l("Order confirmed"),
    events.LOSS_ACCEPTED: _l("Wanted all the same, without the certificate"),
    events.ORDER_SHIPPED: _l("Goods shipped"),
    events.ORDER_RECEIVED: _l("Goods received"),
    events.ORDER_REJECTED: _l("Order rejected"),
    events.ORDER_CANCELLED: _l("Order cancelled"),
    events.ORDER_LAPSED: _l("Order lapsed"),
    events.REFUND_DUE: _l("Refund due"),
    events.REFUND_DONE: _l("Money sent back"),
    events.REFUND_TRANSFERRED: _l("Money sent back by bank transfer"),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: ``state`` is ``done``, ``now`` or ``todo``."""

    title: LazyProxy
    state: str
    at: datetime | None = None
    """When it happened."""
    by: datetime | None = None
    """Until when it should happen."""
    is_late: bool = False
    party: OrderParty | None = None
    """Who did it, or has to; None for the clock and the payment service."""
    data: dict[str, Any] = field(default_factory=dict)
    """Of the event: the id of the shipment or receipt."""


def who_acts(order: Order) -> Turn:
    """Return whose turn it is."""
    return turn_of(
        OrderState(order.state),
        PaymentState(order.payment_state),
        quoted=is_quoted(order),
        method=PaymentMethod(order.payment_method),
        act_by=order.act_by,
    )


def timeline_of(session: Session, order: Order, *, now: datetime) -> tuple[Step, ...]:
    """Return what happened to an order, the step that is due now, and what comes after it; one query."""
    return timelines_of(session, [order], now=now)[order.id]


def timelines_of(session: Session, orders: Sequence[Order], *, now: datetime) -> dict[int, tuple[Step, ...]]:
    """Return the timelines of orders by id; one query for all."""
    past = trail.histories(session, "order", [order.id for order in orders], HAPPENED)
    return {
        order.id: (*(_happened(order, event) for event in past[order.id]), *_present(order, now), *_future(order))
        for order in orders
    }


def _happened(order: Order, event: Event) -> Step:
    sides = {order.buyer_id: OrderParty.BUYER, order.seller_id: OrderParty.SELLER}
    party = sides.get(event.actor_organisation_id) if event.actor_organisation_id else None
    return Step(title=HAPPENED[event.name], state="done", at=event.occurred_at, party=party, data=event.data)


def _present(order: Order, now: datetime) -> Iterator[Step]:
    turn = who_acts(order)
    if turn.party is not None:
        yield Step(title=turn.text, state="now", by=turn.by, is_late=turn.is_late(now), party=turn.party)


def _future(order: Order) -> Iterator[Step]:
    """Give what is left of the usual road, without its first step: that one is due now."""
    if order.state in CLOSED:
        return
    road = (
        (_l("Shipping cost agreed"), OrderParty.BUYER, order.state != OrderState.AWAITING_SHIPPING_QUOTE),
        (_l("Paid"), OrderParty.BUYER, order.payment_state == PaymentState.PAID),
        (_l("Confirmed"), OrderParty.SELLER, order.confirmed_at is not None),
        (_l("Shipped"), OrderParty.SELLER, all(line.shipped_quantity == line.quantity for line in order.lines)),
        (_l("Received"), OrderParty.BUYER, order.state == OrderState.RECEIVED),
    )
    left = [(title, party) for title, party, done in road if not done]
    yield from (Step(title=title, state="todo", party=party) for title, party in left[1:])
