"""Looking at payments: of an order, by reference for its buyer, and what the clock must ask about."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.web.pages import PER_PAGE, Page
from orders.models import Order, OrderGroup
from orders.payments.gateway import CardEvent
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Allocation, Payment, Refund, RefundState, TransferProof
from orders.texts import clean

RETRY_AFTER = timedelta(minutes=10)
"""The outbox tries first; what it could not send is tried again by the clock."""
KEY_LIVES = timedelta(hours=20)
"""Stripe forgets idempotency keys after a day (docs.stripe.com/api/idempotent_requests): no blind retry beyond."""


def order_of(session: Session, actor: Actor, number: str) -> Order:
    """Return an order of the actor's organisation, bought or sold; raise ``NotFound`` for anybody else's."""
    return scope.one(session, actor, Order, number=clean(number))


def transfer_of(session: Session, order: Order) -> Payment:
    """Return the transfer that pays an order; raise ``NotFound`` where it is paid otherwise, or not yet at all."""
    payment = payment_of(session, order)
    if payment is None or payment.method != PaymentMethod.BANK_TRANSFER:
        raise NotFound()
    return payment


def payments_of(session: Session, order: Order) -> list[Payment]:
    """Return all payments of an order with proofs and files, newest first; superseded ones too."""
    statement = select(Payment).join(Allocation).where(Allocation.order_id == order.id).order_by(Payment.id.desc())
    proofs = selectinload(Payment.proofs).joinedload(TransferProof.file)
    return list(session.scalars(statement.options(proofs, selectinload(Payment.allocations))).unique())


def payment_of(session: Session, order: Order) -> Payment | None:
    """Return the payment that paid an order, else the one through which it is to be paid, else None."""
    return _that_counts(payments_of(session, order))


def payments_that_count(session: Session, orders: Sequence[Order]) -> dict[int, Payment]:
    """Return by the order's id what ``payment_of`` says of each; those without a payment are left out."""
    ids = [order.id for order in orders]
    rows = session.execute(
        select(Allocation.order_id, Payment)
        .join(Payment, Allocation.payment_id == Payment.id)
        .where(Allocation.order_id.in_(ids))
        .order_by(Payment.id.desc())
        .options(selectinload(Payment.allocations))
    )
    found: dict[int, list[Payment]] = {order_id: [] for order_id in ids}
    for order_id, payment in rows:
        found[order_id].append(payment)
    counting = {order_id: _that_counts(payments) for order_id, payments in found.items()}
    return {order_id: payment for order_id, payment in counting.items() if payment is not None}


def payments_of_group(session: Session, group_id: int) -> list[Payment]:
    """Return the payments of a checkout that count: what is or can be paid, oldest first."""
    statement = select(Payment).where(
        Payment.group_id == group_id, or_(Payment.superseded_at.is_(None), Payment.paid_at.is_not(None))
    )
    parts = selectinload(Payment.allocations).joinedload(Allocation.order)
    return list(session.scalars(statement.order_by(Payment.id).options(parts)))


def refunds_of(session: Session, order: Order) -> list[Refund]:
    """Return what is or was owed back for an order, oldest first."""
    return list(session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)))


def card_payment(session: Session, actor: Actor, reference: str) -> Payment:
    """Return a card payment of the actor's own checkout; raise ``NotFound`` for anybody else's."""
    payment = session.scalar(
        select(Payment).where(Payment.reference == clean(reference), Payment.method == PaymentMethod.CARD)
    )
    if payment is None:
        raise NotFound()
    scope.one(session, actor, OrderGroup, id=payment.group_id)
    return payment


def payment_meant(session: Session, event: CardEvent) -> Payment | None:
    """Return the payment of ours that a signed event is about: by what we stored, at last by our own reference."""
    criteria = [
        (Payment.session_id, event.session_id),
        (Payment.intent_id, event.payment_intent_id),
        (Payment.reference, event.metadata.get("payment_reference")),
    ]
    for column, value in criteria:
        found = session.scalar(select(Payment).where(column == value)) if value else None
        if found is not None:
            return found
    return None


def refund_meant(session: Session, event: CardEvent) -> Refund | None:
    """Return the refund of ours that a signed event is about."""
    return session.scalar(select(Refund).where(Refund.provider_refund_id == event.refund_id))


def open_sessions(session: Session, limit: int) -> Sequence[Payment]:
    """Return the card payments whose sessions may still bring money, soonest end first."""
    statement = select(Payment).where(
        Payment.session_id.is_not(None), Payment.session_over_at.is_(None), Payment.paid_at.is_(None)
    )
    return session.scalars(statement.order_by(Payment.session_ends_at, Payment.id).limit(limit)).all()


def refunds_in_trouble(session: Session, page: int, *, now: datetime, words: str = "") -> Page[Refund]:
    """Return the card refunds that failed, or of which nobody knows after a day how they stand; oldest first.

    ``words``: in the order's number, the payment's reference, or the name of buyer or seller.
    """
    troubled = select(Refund).join(Payment).where(Payment.method == PaymentMethod.CARD, in_trouble(now))
    troubled = troubled.where(holds(words, Payment.reference, _order_holds))
    total = session.scalar(select(func.count()).select_from(troubled.subquery())) or 0
    shown = troubled.order_by(Refund.created_at, Refund.id).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    parties = joinedload(Refund.order).options(joinedload(Order.buyer), joinedload(Order.seller))
    return Page(list(session.scalars(shown.options(parties, joinedload(Refund.payment)))), page, PER_PAGE, total)


def _order_holds(word: str) -> ColumnElement[bool]:
    named = Organisation.name.icontains(word, autoescape=True)
    number = Order.number.icontains(word, autoescape=True)
    return Refund.order.has(or_(number, Order.buyer.has(named), Order.seller.has(named)))


def troubled_count(session: Session, now: datetime) -> int:
    """Return how many card refunds wait for the operator's hand."""
    troubled = select(func.count(Refund.id)).join(Payment)
    return session.scalar(troubled.where(Payment.method == PaymentMethod.CARD, in_trouble(now))) or 0


def in_trouble(now: datetime) -> ColumnElement[bool]:
    """Build the condition "a person must look": refused, or under way for longer than a key lives."""
    return or_(
        Refund.state == RefundState.FAILED,
        and_(Refund.state == RefundState.DUE, Refund.created_at < now - KEY_LIVES),
    )


def card_refund(session: Session, refund_id: int) -> Refund:
    """Return a card refund by id; raise ``NotFound``. For the operator only: it belongs to two organisations."""
    refund = session.get(Refund, refund_id)
    if refund is None or refund.payment.method != PaymentMethod.CARD:
        raise NotFound()
    return refund


def refunds_to_ask(session: Session, limit: int, *, now: datetime) -> Sequence[int]:
    """Return the ids of card refunds that the provider still works on, or that the outbox could not send."""
    is_unsent = Refund.created_at.between(now - KEY_LIVES, now - RETRY_AFTER)
    statement = (
        select(Refund.id)
        .join(Payment)
        .where(
            Payment.method == PaymentMethod.CARD,
            Refund.state == RefundState.DUE,
            or_(Refund.provider_refund_id.is_not(None), is_unsent),
        )
    )
    return session.scalars(statement.order_by(Refund.id).limit(limit)).all()


def _that_counts(found: Sequence[Payment]) -> Payment | None:
    """Pick of an order's payments, newest first: one that was paid, else one that can be."""
    paid = [payment for payment in found if payment.paid_at is not None]
    live = [payment for payment in found if payment.superseded_at is None]
    return next(iter([*paid, *live]), None)
