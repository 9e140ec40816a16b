"""Moving the payment of an order from state to state, with the deadline that follows; and the order of locks."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict
from marketplace.core.text import _l
from orders import deadlines
from orders.lifecycle import CLOSED, OrderState
from orders.models import Order, OrderGroup
from orders.payments.lifecycle import PAYMENT, PaymentAction, PaymentParty, PaymentState
from orders.payments.models import Allocation, Payment

MOVED_ON = _l("The payment of this order has moved on in the meantime. Load the page again to see how it stands.")


def is_closed(order: Order) -> bool:
    """Tell whether an order ended without goods, so that money for it goes back."""
    return OrderState(order.state) in CLOSED


def allows(order: Order, action: PaymentAction, party: PaymentParty) -> bool:
    """Tell whether the table has a row for this."""
    return PAYMENT.allows(PaymentState(order.payment_state), action, party)


def move(
    order: Order, action: PaymentAction, party: PaymentParty, *, now: datetime, unpaid_until: datetime | None = None
) -> None:
    """Take one step of the payment's table; raise ``Conflict`` where it has none. Sets ``act_by`` anew.

    ``unpaid_until``: the ``pay_by`` of the payment, for a step back to unpaid.
    """
    if not allows(order, action, party):
        raise Conflict("wrong_state", MOVED_ON)
    order.payment_state = PAYMENT.next(PaymentState(order.payment_state), action, party)
    order.act_by = deadlines.act_by(
        OrderState(order.state),
        PaymentState(order.payment_state),
        now=now,
        unpaid_until=unpaid_until,
        lead_time_days=max((line.lead_time_days or 0 for line in order.lines), default=0),
    )


def lock_orders(session: Session, order_ids: Iterable[int]) -> list[Order]:
    """Lock orders in the order of their ids and read them anew.

    Everybody locks orders first, then the group, then the payment: two that settle and cancel at once wait, and
    never for each other. Rows that only refer to a locked one need not wait (``key_share``).
    """
    statement = select(Order).where(Order.id.in_(sorted(order_ids))).order_by(Order.id)
    return list(session.scalars(statement.with_for_update(key_share=True).execution_options(populate_existing=True)))


def lock_group(session: Session, group_id: int) -> OrderGroup:
    """Lock a checkout: only one at a time says which payment pays which of its orders."""
    statement = select(OrderGroup).where(OrderGroup.id == group_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def lock_payment(session: Session, payment_id: int) -> Payment:
    """Lock a payment after its orders and its checkout, and read it anew."""
    parts = select(Allocation.order_id).where(Allocation.payment_id == payment_id)
    lock_orders(session, session.scalars(parts).all())
    lock_group(session, session.scalars(select(Payment.group_id).where(Payment.id == payment_id)).one())
    statement = select(Payment).where(Payment.id == payment_id).with_for_update(key_share=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one()
