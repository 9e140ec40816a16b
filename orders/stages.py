"""The road of an order in a few stages: what is done, what is due now, and what comes after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.support import LazyProxy

from marketplace.core.text import _l
from orders.lifecycle import CLOSED, OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentState
from orders.payments.models import Payment

ENDS = {
    OrderState.REJECTED: _l("Rejected"),
    OrderState.CANCELLED: _l("Cancelled"),
    OrderState.LAPSED: _l("Lapsed"),
}


@dataclass(frozen=True)
class Stage:
    """One stage; ``state`` is ``done``, ``now`` or ``todo``."""

    title: LazyProxy
    state: str
    at: datetime | None = None
    """When it was done, where that is known."""


def stages_of(order: Order, payment: Payment | None) -> tuple[Stage, ...]:
    """Return the stages of an order, what is done first. ``payment``: the one that paid it or is to."""
    paid_at = payment.paid_at if payment is not None else None
    if order.state in CLOSED:
        return _ended(order, paid_at)
    rows = list(_road(order, paid_at))
    done = sorted((row for row in rows if row.state == "done"), key=lambda row: row.at or order.placed_at)
    left = [row for row in rows if row.state != "done"]
    return (*done, *(Stage(row.title, "todo" if index else "now") for index, row in enumerate(left)))


def _road(order: Order, paid_at: datetime | None) -> Iterator[Stage]:
    yield Stage(_l("Ordered"), "done", order.placed_at)
    if order.state == OrderState.AWAITING_SHIPPING_QUOTE or order.shipping_quoted_at is not None:
        agreed = order.state != OrderState.AWAITING_SHIPPING_QUOTE
        yield _stage(_l("Shipping cost agreed"), agreed, order.shipping_quoted_at)
    yield _stage(_l("Paid"), order.payment_state == PaymentState.PAID, paid_at)
    yield _stage(_l("Confirmed"), order.confirmed_at is not None, order.confirmed_at)
    whole = all(line.shipped_quantity == line.quantity for line in order.lines)
    yield _stage(_l("Shipped"), whole, order.shipments[-1].shipped_at if order.shipments else None)
    received = order.state == OrderState.RECEIVED
    yield _stage(_l("Received"), received, order.receipts[-1].received_at if order.receipts else None)


def _ended(order: Order, paid_at: datetime | None) -> tuple[Stage, ...]:
    road = [Stage(_l("Ordered"), "done", order.placed_at)]
    if paid_at is not None:
        road.append(Stage(_l("Paid"), "done", paid_at))
    road.append(Stage(ENDS[OrderState(order.state)], "done", order.closed_at))
    road.sort(key=lambda stage: stage.at or order.placed_at)
    if order.payment_state in (PaymentState.PAID, PaymentState.REFUND_DUE):
        road.append(Stage(_l("Money goes back"), "now"))
    if order.payment_state == PaymentState.REFUNDED:
        road.append(Stage(_l("Money sent back"), "done"))
    return tuple(road)


def _stage(title: LazyProxy, is_done: bool, at: datetime | None) -> Stage:
    return Stage(title, "done", at) if is_done else Stage(title, "todo")
