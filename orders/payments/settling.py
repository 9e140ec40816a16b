"""What follows from a card payment as the provider has it now: orders are paid, or the money is owed back."""

import logging
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.roles import SYSTEM
from marketplace.events import trail
from orders import events
from orders.payments import refunds, starting
from orders.payments.comparing import Difference, Expected, difference
from orders.payments.gateway import AmountMismatch, CardEvent, CheckoutSession, SessionStatus
from orders.payments.lifecycle import PaymentAction, PaymentParty
from orders.payments.models import Allocation, Payment
from orders.payments.standing import allows, is_closed, lock_payment, move

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """Where a card payment stands after a look."""

    PAID = "paid"
    WAITING = "waiting"
    """The session is open: the buyer can pay, or is paying right now."""
    OVER = "over"
    """The session ended without money; another can be opened while there is time."""
    DIFFERENT = "different"
    """The provider's word does not fit: nothing is paid, a person must look."""


def settle(
    session: Session, payment_id: int, seen: CheckoutSession, *, now: datetime, event: CardEvent | None = None
) -> Outcome:
    """Take over what the provider says of a session; doing it again changes nothing.

    ``event``: the webhook that led here; it must fit too.
    """
    payment = lock_payment(session, payment_id)
    if seen.id != payment.session_id and not seen.is_paid:
        return Outcome.OVER  # the end of an earlier attempt
    if seen.is_paid:
        return _take(session, payment, seen, event, now)
    if payment.paid_at is not None:
        return Outcome.PAID
    if seen.status == SessionStatus.EXPIRED:
        payment.session_over_at = payment.session_over_at or now
        return Outcome.OVER
    return Outcome.WAITING


def _take(session: Session, payment: Payment, seen: CheckoutSession, event: CardEvent | None, now: datetime) -> Outcome:
    found = difference(_expected(payment), seen, event) or _taken_elsewhere(session, payment, seen)
    if found is not None:
        return _alarm(session, payment, seen, found, now)
    if payment.paid_at is not None:
        return Outcome.PAID
    payment.paid_at = payment.session_over_at = now
    payment.intent_id = seen.payment_intent_id
    session.flush()
    paid = [part.order for part in payment.allocations if _allot(session, payment, part, now)]
    for order in paid:
        starting.supersede(session, order, now=now)
    return Outcome.PAID


def _allot(session: Session, payment: Payment, part: Allocation, now: datetime) -> bool:
    """Pay one order with its part and tell so; else owe it: the order has ended, or another payment was faster."""
    order = part.order
    is_payable = not is_closed(order) and allows(order, PaymentAction.CONFIRM_PAYMENT, PaymentParty.GATEWAY)
    if not is_payable or part.amount != order.total:
        refunds.owe_for(session, payment, order, now=now)
        return False
    move(order, PaymentAction.CONFIRM_PAYMENT, PaymentParty.GATEWAY, now=now)
    trail.record(session, SYSTEM, events.ORDER_PAID, "order", order.id, now=now, payment=payment.id, amount=part.amount)
    return True


def _expected(payment: Payment) -> Expected:
    return Expected(
        session_id=payment.session_id,
        reference=payment.reference,
        amount=payment.amount,
        allocated=sum(part.amount for part in payment.allocations),
        intent_id=payment.intent_id,
    )


def _taken_elsewhere(session: Session, payment: Payment, seen: CheckoutSession) -> Difference | None:
    """Tell whether this money has already paid another payment."""
    same = select(Payment.id).where(Payment.intent_id == seen.payment_intent_id, Payment.id != payment.id)
    return Difference.INTENT if session.scalar(same) is not None else None


def _alarm(session: Session, payment: Payment, seen: CheckoutSession, found: Difference, now: datetime) -> Outcome:
    if seen.id == payment.session_id and difference(_expected(payment), seen) is not None:
        payment.session_over_at = payment.session_over_at or now  # asking again would tell the same
    log.error("payment %s: the provider's %s does not fit (session %s)", payment.reference, found, seen.id)
    if not trail.history(session, "payment", payment.id, [events.PAYMENT_MISMATCHED]):
        trail.record(
            session,
            SYSTEM,
            events.PAYMENT_MISMATCHED,
            "payment",
            payment.id,
            now=now,
            difference=found,
            expected=payment.amount,
            seen=seen.amount.minor_units if isinstance(seen.amount, AmountMismatch) else seen.amount,
        )
    return Outcome.DIFFERENT
