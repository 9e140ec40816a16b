"""Card refunds that the provider did not make: the operator sends them again, or pays them back by bank transfer."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files import services as files
from marketplace.files.services import PreparedFile
from orders import events
from orders.models import Order
from orders.payments import queries
from orders.payments.models import Refund, RefundState
from orders.payments.refunds import finish
from orders.payments.standing import lock_orders
from orders.permissions import CLOSE_REFUND, SEE_ORDERS
from orders.texts import clean

DONE_ALREADY = _l("This money has gone back already.")
NOT_FAILED = _l("The provider has not refused this refund. Look into its dashboard before the money goes twice.")
STILL_RUNNING = _l("This refund is on its way. Wait a day before you pay it by hand.")
MAX_REFERENCE = 120


def retry(session: Session, actor: Actor, refund_id: int, *, now: datetime) -> Refund:
    """Send a refused refund once more, as a new one. Raise ``Conflict`` where it was not refused for certain.

    Of one whose outcome nobody knows the provider may have forgotten the key: it could pay twice.
    """
    refund = _open(session, actor, refund_id)
    if refund.state == RefundState.DONE:
        raise Conflict("refund_done", DONE_ALREADY)
    if refund.state != RefundState.FAILED:
        raise Conflict("refund_not_failed", NOT_FAILED)
    refund.state = RefundState.DUE
    refund.attempt += 1
    refund.provider_refund_id, refund.failure, refund.created_at = None, "", now
    session.flush()
    _record(session, actor, events.REFUND_RETRIED, refund, now)
    return refund


def pay_by_transfer(
    session: Session, actor: Actor, refund_id: int, reference: str, proof: PreparedFile, *, now: datetime
) -> Refund:
    """Write down that the operator paid a refund back by bank transfer. Doing it twice is once.

    Raises ``Invalid`` on ``reference``, ``Conflict`` where the provider may still be at it.
    """
    refund = _open(session, actor, refund_id)
    if refund.state == RefundState.DONE:
        return refund
    if refund.state == RefundState.DUE and refund.created_at >= now - queries.KEY_LIVES:
        raise Conflict("refund_running", STILL_RUNNING)
    if not clean(reference):
        raise Invalid.field("reference", _l("Write the bank, the day and the reference of the transfer."))
    refund.note = clean(reference, MAX_REFERENCE)
    refund.done_by_id = actor.user_id
    refund.proof_file_id = files.keep(session, actor, proof, now=now).id
    session.flush()
    finish(session, refund, now=now)
    _record(session, actor, events.REFUND_TRANSFERRED, refund, now)
    return refund


def may_see_refund_proof(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file shows the refund of an order of the actor's organisation, bought or sold."""
    party = or_(Order.buyer_id == actor.organisation_id, Order.seller_id == actor.organisation_id)
    mine = select(Refund.id).join(Order).where(Refund.proof_file_id == file_id, party)
    return actor.can(SEE_ORDERS) and session.scalar(mine) is not None


def _open(session: Session, actor: Actor, refund_id: int) -> Refund:
    actor.check(CLOSE_REFUND)
    refund = queries.card_refund(session, refund_id)
    lock_orders(session, [refund.order_id])
    session.refresh(refund)
    return refund


def _record(session: Session, actor: Actor, name: str, refund: Refund, now: datetime) -> None:
    trail.record(
        session,
        actor,
        name,
        "order",
        refund.order_id,
        now=now,
        refund=refund.id,
        payment=refund.payment_id,
        amount=refund.amount,
        attempt=refund.attempt,
    )
