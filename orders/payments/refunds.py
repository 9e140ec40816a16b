"""Money that goes back in full: owed when an order ends without goods, sent by the gateway or by the seller."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders import events
from orders.models import Order
from orders.payments.lifecycle import PaymentAction, PaymentMethod, PaymentParty, PaymentState
from orders.payments.models import Allocation, Payment, Refund, RefundState
from orders.payments.standing import allows, is_closed, lock_orders, move
from orders.permissions import CONFIRM_MONEY
from orders.texts import clean

BY_CARD = _l("The money goes back to the card by itself; there is nothing to transfer.")
NOTE_NEEDED = _l("Write down when and to which account the money was sent back.")
MAX_NOTE = 300


def owe(session: Session, order: Order, *, now: datetime) -> None:
    """Owe the buyer all money that was paid for an order which ended without goods; nothing where none came.

    A transfer that was shown but not confirmed is not owed yet: the seller first says whether it has arrived.
    """
    if not is_closed(order):
        raise ValueError(f"order {order.number} has not ended")
    paid = select(Payment).join(Allocation).where(Allocation.order_id == order.id, Payment.paid_at.is_not(None))
    for payment in session.scalars(paid.order_by(Payment.id)).unique():
        owe_for(session, payment, order, now=now)


def owe_for(session: Session, payment: Payment, order: Order, *, now: datetime) -> Refund:
    """Owe the part of one payment that was for an order: once, however often this is called.

    The order's own payment state follows where it ended; an order that another payment pays stays paid.
    """
    found = session.scalar(select(Refund).where(Refund.payment_id == payment.id, Refund.order_id == order.id))
    if found is not None:
        return found
    amount = next(part.amount for part in payment.allocations if part.order_id == order.id)
    refund = Refund(payment=payment, order=order, amount=amount, created_at=now, state=RefundState.DUE)
    session.add(refund)
    if is_closed(order) and allows(order, PaymentAction.OWE_REFUND, PaymentParty.SYSTEM):
        move(order, PaymentAction.OWE_REFUND, PaymentParty.SYSTEM, now=now)
    session.flush()
    trail.record(
        session,
        SYSTEM,
        events.REFUND_DUE,
        "order",
        order.id,
        now=now,
        refund=refund.id,
        payment=payment.id,
        amount=amount,
        method=payment.method,
    )
    return refund


def confirm_refund(session: Session, actor: Actor, order: Order, *, note: str, now: datetime) -> None:
    """Let the seller say that the money of a transfer was sent back. Doing it twice is once.

    Raises ``NotAllowed``, ``NotFound`` for the buyer, ``Conflict`` for a card or where nothing is owed.
    """
    actor.check(CONFIRM_MONEY)
    if order.seller_id != actor.organisation_id:
        raise NotFound()
    [order] = lock_orders(session, [order.id])
    if order.payment_method != PaymentMethod.BANK_TRANSFER:
        raise Conflict("refund_by_card", BY_CARD)
    if order.payment_state == PaymentState.REFUNDED:
        return
    if not clean(note):
        raise Invalid.field("note", NOTE_NEEDED)
    move(order, PaymentAction.CONFIRM_REFUND, PaymentParty.SELLER, now=now)
    for refund in due_refunds(session, order.id):
        _close(refund, now)
        refund.done_by_id = actor.user_id
        refund.note = clean(note, MAX_NOTE)
        _record_done(session, actor, refund, now)


def due_refunds(session: Session, order_id: int) -> list[Refund]:
    """Return what is still owed for an order."""
    statement = select(Refund).where(Refund.order_id == order_id, Refund.state != RefundState.DONE)
    return list(session.scalars(statement.order_by(Refund.id)))


def finish_by_gateway(session: Session, refund: Refund, *, now: datetime) -> None:
    """Write down that the gateway gave the money back; the order is refunded once nothing more is owed for it."""
    if finish(session, refund, now=now):
        _record_done(session, SYSTEM, refund, now)


def finish(session: Session, refund: Refund, *, now: datetime) -> bool:
    """Close a card refund, with its order once nothing more is owed; False where that was done before."""
    [order] = lock_orders(session, [refund.order_id])
    session.refresh(refund)
    if refund.state == RefundState.DONE:
        return False
    _close(refund, now)
    session.flush()
    if order.payment_state == PaymentState.REFUND_DUE and not due_refunds(session, order.id):
        move(order, PaymentAction.CONFIRM_REFUND, PaymentParty.GATEWAY, now=now)
    return True


def _close(refund: Refund, now: datetime) -> None:
    refund.state = RefundState.DONE
    refund.done_at = now


def _record_done(session: Session, actor: Actor, refund: Refund, now: datetime) -> None:
    trail.record(
        session,
        actor,
        events.REFUND_DONE,
        "order",
        refund.order_id,
        now=now,
        refund=refund.id,
        payment=refund.payment_id,
        amount=refund.amount,
    )
