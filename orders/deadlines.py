"""By when who must act, in working days of Indonesia. One table, read by services, payments and the timeline."""

from datetime import datetime, timedelta

from marketplace.core.working_days import deadline
from orders.lifecycle import CLOSED, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState

CARD = timedelta(hours=1)
TRANSFER = 2
"""Working days until an unpaid order lapses."""
PROOF = 2
"""Working days in which the seller looks for a transfer that the buyer has shown; nothing lapses meanwhile."""
QUOTE = 3
"""Working days for the seller's shipping quote, and again for the buyer's yes."""
CONFIRM = 3
"""Working days for the seller's yes to a paid order. It never lapses; after that it is shown as late."""
SHIP = 2
"""Working days until goods leave, on top of the time it takes to make them."""
RECEIVE = 7
"""Working days until the buyer should have said that the goods are there."""
REFUND = 3
"""Working days in which the money of an order that ended goes back."""


def pay_by(method: PaymentMethod, now: datetime) -> datetime:
    """Return until when a payment that starts now can be made before its orders lapse."""
    return now + CARD if method == PaymentMethod.CARD else deadline(now, TRANSFER)


def act_by(
    state: OrderState,
    payment_state: PaymentState,
    *,
    now: datetime,
    unpaid_until: datetime | None = None,
    lead_time_days: int = 0,
) -> datetime | None:
    """Return what ``Order.act_by`` becomes when an order has just come into a state, or a payment into its own.

    ``unpaid_until``: the ``pay_by`` of the payment of an order that is not paid yet. ``lead_time_days``: working
    days until what is made to order is ready. None where nobody has to act.
    """
    if state in CLOSED:
        return deadline(now, REFUND) if payment_state == PaymentState.REFUND_DUE else _proof(payment_state, now)
    if state == OrderState.AWAITING_SHIPPING_QUOTE:
        return deadline(now, QUOTE)
    if payment_state == PaymentState.UNPAID:
        return unpaid_until
    if payment_state == PaymentState.PROOF_SENT:
        return _proof(payment_state, now)
    return _fulfilment(state, now, lead_time_days)


def _proof(payment_state: PaymentState, now: datetime) -> datetime | None:
    return deadline(now, PROOF) if payment_state == PaymentState.PROOF_SENT else None


def _fulfilment(state: OrderState, now: datetime, lead_time_days: int) -> datetime | None:
    days = {
        OrderState.PLACED: CONFIRM,
        OrderState.CONFIRMED: SHIP + lead_time_days,
        OrderState.PARTLY_SHIPPED: SHIP + lead_time_days,
        OrderState.SHIPPED: RECEIVE,
        OrderState.PARTLY_RECEIVED: RECEIVE,
    }.get(state)
    return None if days is None else deadline(now, days)
