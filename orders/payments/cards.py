"""Paying by card: the way to the provider's page, and a look at how the payment stands there.

Nothing here holds a transaction while it talks to the provider: on SQLite the whole site would wait.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import Database
from orders.payments import queries
from orders.payments.gateway import (
    SHORTEST_SESSION,
    CardGateway,
    CheckoutLine,
    CheckoutRequest,
    CheckoutSession,
    session_end,
)
from orders.payments.lifecycle import PaymentState
from orders.payments.models import Payment
from orders.payments.settling import Outcome, settle
from orders.payments.standing import is_closed, lock_payment
from orders.touched.guard import check_may_be_paid

CHANGED = _l("The orders of this payment have changed. Open the order again to pay what is left.")
TOO_LATE = _l("The time to pay this is over. Put the goods into the cart again.")
DIFFERENT = _l("Something about this payment does not fit. We look at it and tell you; do not pay again.")


@dataclass(frozen=True)
class Addresses:
    """Where the provider sends the buyer: after paying, and after giving up. Whole addresses."""

    back: str
    cancelled: str


def open_session(
    database: Database, gateway: CardGateway, actor: Actor, reference: str, addresses: Addresses, *, now: datetime
) -> str:
    """Return the address where the buyer pays; the way back where it is paid already.

    The same attempt opens the same session again, so two tabs and a lost answer lead to one payment. Raises
    ``NotFound`` for another buyer's payment, ``Conflict`` where it cannot be paid any more, ``Unavailable``.
    """
    with database.reading() as session:
        payment = queries.card_payment(session, actor, reference)
        if payment.paid_at is not None:
            return addresses.back
        _check_payable(payment, now)
        payment_id = payment.id
    outcome, seen = look(database, gateway, payment_id, now=now)
    if outcome == Outcome.DIFFERENT:
        raise Conflict("payment_different", DIFFERENT)
    if outcome == Outcome.PAID:
        return addresses.back
    with database.reading() as session:
        check_may_be_paid(session, [part.order for part in session.get_one(Payment, payment_id).allocations], now=now)
    if outcome == Outcome.WAITING and seen is not None and seen.url:
        return seen.url
    return _open(database, gateway, payment_id, addresses, now)


def look(
    database: Database, gateway: CardGateway, payment_id: int, *, now: datetime
) -> tuple[Outcome, CheckoutSession | None]:
    """Ask the provider how a payment stands and take it over; without a session nothing is asked.

    Raises ``Unavailable`` where nobody answers.
    """
    with database.reading() as session:
        session_id = session.get_one(Payment, payment_id).session_id
    if session_id is None:
        return Outcome.OVER, None
    try:
        seen = gateway.retrieve_checkout(session_id)
    except NotFound:
        with database.transaction() as session:
            payment = lock_payment(session, payment_id)
            payment.session_over_at = payment.session_over_at or now
        return Outcome.OVER, None
    with database.transaction() as session:
        return settle(session, payment_id, seen, now=now), seen


def expire(gateway: CardGateway, session_id: str) -> None:
    """Close a session so that nobody can pay in it; one that is over already is looked at by others."""
    with suppress(Conflict, NotFound):
        gateway.expire_checkout(session_id)


def is_payable(payment: Payment, now: datetime) -> bool:
    """Tell whether the buyer can still go to the provider for a payment."""
    try:
        _check_payable(payment, now)
    except Conflict:
        return False
    return True


def _open(database: Database, gateway: CardGateway, payment_id: int, addresses: Addresses, now: datetime) -> str:
    with database.transaction() as session:
        request = _attempt(session, payment_id, addresses, now)
    made = gateway.create_checkout(request)
    with database.transaction() as session:
        is_wanted = _keep(session, payment_id, made)
    if not is_wanted:
        expire(gateway, made.id)
        raise Conflict("payment_superseded", CHANGED)
    return made.url or addresses.back


def _attempt(session: Session, payment_id: int, addresses: Addresses, now: datetime) -> CheckoutRequest:
    """Check that a payment can still be made, and count a new attempt where the last one is over or was lost."""
    payment = lock_payment(session, payment_id)
    _check_payable(payment, now)
    if payment.session_ends_at is None or payment.session_over_at is not None or _is_lost(payment, now):
        payment.attempt += 1
        payment.session_id = payment.session_over_at = None
        payment.session_ends_at = session_end(payment.pay_by, now)
    return _request(session, payment, payment.session_ends_at, addresses)


def _is_lost(payment: Payment, now: datetime) -> bool:
    """Tell whether an answer never came and its request is too old to be sent again: nobody knows that address."""
    ends_at = payment.session_ends_at
    return payment.session_id is None and ends_at is not None and ends_at < now + SHORTEST_SESSION


def _check_payable(payment: Payment, now: datetime) -> None:
    orders = [part.order for part in payment.allocations]
    if payment.superseded_at is not None or any(order.payment_state != PaymentState.UNPAID for order in orders):
        raise Conflict("payment_superseded", CHANGED)
    if now >= payment.pay_by or any(is_closed(order) for order in orders):
        raise Conflict("payment_late", TOO_LATE)


def _request(session: Session, payment: Payment, ends_at: datetime, addresses: Addresses) -> CheckoutRequest:
    """Say what is to be paid; the same for everybody of the buyer, so that one key always means one request."""
    person = session.scalars(select(User).where(User.id == payment.group.placed_by_id)).one()
    return CheckoutRequest(
        payment_reference=payment.reference,
        lines=tuple(
            CheckoutLine(f"{part.order.number} · {part.order.seller.name}", 1, part.amount)
            for part in payment.allocations
        ),
        total=payment.amount,
        success_url=addresses.back,
        cancel_url=addresses.cancelled,
        expires_at=ends_at,
        idempotency_key=f"{payment.reference}-{payment.attempt}",
        customer_email=person.email,
        metadata={"checkout": payment.group.code},
        locale=person.language,
    )


def _keep(session: Session, payment_id: int, made: CheckoutSession) -> bool:
    """Store the session of a payment and tell whether the payment is still wanted."""
    payment = lock_payment(session, payment_id)
    if payment.session_id not in (None, made.id):
        raise Conflict("payment_superseded", CHANGED)
    payment.session_id = made.id
    return payment.superseded_at is None
