"""Starting payments for orders that can be paid, and putting another in the place of one whose orders changed."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid
from marketplace.core.money import MAX_RUPIAH
from marketplace.core.roles import SYSTEM
from marketplace.core.text import _l
from marketplace.events import trail
from orders import deadlines, events
from orders.models import Order, OrderGroup
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import Allocation, Payment
from orders.payments.standing import is_closed, lock_group

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that look alike when they are read out."""

TOO_MUCH = _l("This is more than one card payment can take. Choose bank transfer.")
STARTED = _l("This order already has a payment. Open the order again.")


def start(session: Session, group: OrderGroup, orders: Sequence[Order], *, now: datetime) -> list[Payment]:
    """Start the payment of orders whose total is final: by transfer one each, by card one for all together.

    Raises ``Invalid`` (field ``payment_method``) for a seller without a bank account and for more than a card takes.
    """
    if not orders:
        return []
    lock_group(session, group.id)
    if live_payments(session, orders):
        raise Conflict("payment_started", STARTED)
    pay_by = deadlines.pay_by(PaymentMethod(group.payment_method), now)
    for order in orders:
        order.act_by = pay_by
    if group.payment_method == PaymentMethod.CARD:
        return [_start_card(session, group, orders, pay_by=pay_by, now=now)]
    return [_start_transfer(session, group, order, pay_by=pay_by, now=now) for order in orders]


def supersede(session: Session, order: Order, *, now: datetime) -> None:
    """Take an order that ended, or was paid otherwise, out of the card payment that still waits for it.

    That payment is superseded and the orders left over get a new one with the same time to pay. A transfer pays
    one order only and stays: money that comes late is confirmed on it and goes back.
    """
    if order.payment_method != PaymentMethod.CARD:
        return
    group = lock_group(session, order.group_id)
    for payment in live_payments(session, [order]):
        payment.superseded_at = now
        session.flush()
        rest = [part.order for part in payment.allocations if part.order_id != order.id and _waits(part.order)]
        follower = _start_card(session, group, rest, pay_by=payment.pay_by, now=now) if rest else None
        trail.record(
            session,
            SYSTEM,
            events.PAYMENT_SUPERSEDED,
            "payment",
            payment.id,
            now=now,
            order=order.id,
            follower=follower.id if follower else None,
        )


def live_payments(session: Session, orders: Sequence[Order]) -> list[Payment]:
    """Return the payments through which orders still are to be paid: neither paid nor superseded."""
    statement = (
        select(Payment)
        .join(Allocation)
        .where(
            Allocation.order_id.in_([order.id for order in orders]),
            Payment.superseded_at.is_(None),
            Payment.paid_at.is_(None),
        )
        .order_by(Payment.id)
    )
    return list(session.scalars(statement.execution_options(populate_existing=True)).unique())


def _waits(order: Order) -> bool:
    return not is_closed(order) and order.payment_state == PaymentState.UNPAID


def _start_card(
    session: Session, group: OrderGroup, orders: Sequence[Order], *, pay_by: datetime, now: datetime
) -> Payment:
    payment = _payment(group, orders, pay_by=pay_by, now=now)
    payment.reference = f"BYR-{''.join(secrets.choice(LETTERS) for _ in range(10))}"
    if payment.amount > MAX_RUPIAH:
        raise Invalid.field("payment_method", TOO_MUCH, code="payment_amount")
    session.add(payment)
    session.flush()
    return payment


def _start_transfer(session: Session, group: OrderGroup, order: Order, *, pay_by: datetime, now: datetime) -> Payment:
    seller = order.seller
    if not (seller.bank_name and seller.bank_account_number and seller.bank_account_holder):
        message = _l(
            "%(name)s has no bank account here yet. Choose card payment, or order without it.", name=seller.name
        )
        raise Invalid.field("payment_method", message, code="no_bank_account")
    payment = _payment(group, [order], pay_by=pay_by, now=now)
    payment.reference = order.number
    payment.account_bank = seller.bank_name
    payment.account_number = seller.bank_account_number
    payment.account_holder = seller.bank_account_holder
    session.add(payment)
    session.flush()
    return payment


def _payment(group: OrderGroup, orders: Sequence[Order], *, pay_by: datetime, now: datetime) -> Payment:
    """Make a payment; the amounts are the orders' own totals and nothing else."""
    return Payment(
        group_id=group.id,
        method=group.payment_method,
        amount=sum(order.total for order in orders),
        pay_by=pay_by,
        created_at=now,
        allocations=[Allocation(order=order, order_id=order.id, amount=order.total) for order in orders],
    )
