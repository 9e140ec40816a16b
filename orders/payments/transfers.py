"""Bank transfers: the buyer shows that money was sent, and only the receiver of the money says that it has arrived."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor, Permission
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files import services as files
from marketplace.files.models import StoredFile
from marketplace.files.services import PreparedFile
from orders import deadlines, events
from orders.models import Order
from orders.payments import queries, refunds
from orders.payments.lifecycle import PaymentAction, PaymentMethod, PaymentParty
from orders.payments.models import Allocation, Payment, TransferProof
from orders.payments.standing import is_closed, lock_orders, move
from orders.permissions import CONFIRM_MONEY, FOLLOW_ORDER, SEE_ORDERS
from orders.texts import clean

NOT_BY_TRANSFER = _l("There is no bank transfer to be made for this order.")
REASON_NEEDED = _l("Write what does not fit, so that the buyer can mend it.")
NEWER_PROOF = _l("The buyer has sent another proof in the meantime. Look at that one.")
TOO_MANY = _l("No more proofs can be sent for this order. Call the cooperative.")
MAX_REASON = 300
MAX_PROOFS = 10


def send_proof(session: Session, actor: Actor, order: Order, prepared: PreparedFile, *, now: datetime) -> TransferProof:
    """Keep the buyer's proof of a transfer; the seller then looks into the bank account.

    The same picture sent for another payment is marked, and sent twice for the same one is one proof. A proof for
    an order that has ended is taken too: the money may be on its way. Raises ``NotFound`` for a stranger,
    ``Conflict`` where the money is there already or the order is not paid by transfer.
    """
    order, payment = _mine(session, actor, FOLLOW_ORDER, order, order.buyer_id)
    last = payment.proofs[-1] if payment.proofs else None
    if last is not None and last.refused_at is None and last.file.sha256 == prepared.sha256:
        return last
    if len(payment.proofs) >= MAX_PROOFS:
        raise Conflict("too_many_proofs", TOO_MANY)
    move(order, PaymentAction.SEND_PROOF, PaymentParty.BUYER, now=now)
    used_before = _was_used(session, payment, prepared.sha256)
    file = files.keep(session, actor, prepared, now=now)
    proof = TransferProof(
        payment_id=payment.id, file=file, sent_at=now, sent_by_id=actor.user_id, used_before=used_before
    )
    payment.proofs.append(proof)
    session.flush()
    _record(session, actor, events.PROOF_SENT, order, payment, now, proof=proof.id, used_before=used_before)
    return proof


def refuse_proof(session: Session, actor: Actor, order: Order, proof_id: int, *, reason: str, now: datetime) -> None:
    """Let the seller say that no money has come, with a reason; the buyer can send another proof.

    Raises ``NotAllowed``, ``NotFound`` for the buyer and strangers, ``Conflict`` for a proof that is not the last.
    """
    order, payment = _mine(session, actor, CONFIRM_MONEY, order, order.seller_id)
    proof = payment.proofs[-1] if payment.proofs else None
    if proof is None or proof.id != proof_id:
        raise Conflict("stale", NEWER_PROOF)
    if proof.refused_at is not None:
        return
    if not clean(reason):
        raise Invalid.field("reason", REASON_NEEDED)
    payment.pay_by = deadlines.pay_by(PaymentMethod.BANK_TRANSFER, now)  # time to find out what went wrong
    move(order, PaymentAction.REFUSE_PROOF, PaymentParty.SELLER, now=now, unpaid_until=payment.pay_by)
    proof.refused_at = now
    proof.refusal_reason = clean(reason, MAX_REASON)
    _record(session, actor, events.PROOF_REFUSED, order, payment, now, proof=proof.id)


def confirm_transfer(session: Session, actor: Actor, order: Order, *, now: datetime) -> None:
    """Let the receiver say that the whole amount has arrived; for an order that has ended it is owed back.

    Doing it twice is once. Raises ``NotAllowed`` without the manager's right, ``NotFound`` for anybody but the seller.
    """
    order, payment = _mine(session, actor, CONFIRM_MONEY, order, order.seller_id)
    if payment.paid_at is not None:
        return
    if is_closed(order):
        _take(payment, actor, now)
        refunds.owe_for(session, payment, order, now=now)
        return
    move(order, PaymentAction.CONFIRM_PAYMENT, PaymentParty.SELLER, now=now)
    _take(payment, actor, now)
    _record(session, actor, events.ORDER_PAID, order, payment, now, amount=payment.amount)


def may_see_proof(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file is the proof of a transfer to the actor's organisation."""
    proof_of_mine = (
        select(TransferProof.id)
        .join(Allocation, Allocation.payment_id == TransferProof.payment_id)
        .join(Order, Order.id == Allocation.order_id)
        .where(TransferProof.file_id == file_id, Order.seller_id == actor.organisation_id)
    )
    return actor.is_seller and actor.can(SEE_ORDERS) and session.scalars(proof_of_mine).first() is not None


def _mine(session: Session, actor: Actor, wanted: Permission, order: Order, party_id: int) -> tuple[Order, Payment]:
    """Check who acts, lock the order and return it with its transfer."""
    actor.check(wanted)
    if party_id != actor.organisation_id:
        raise NotFound()
    [order] = lock_orders(session, [order.id])
    payment = queries.payment_of(session, order)
    if payment is None or payment.method != PaymentMethod.BANK_TRANSFER:
        raise Conflict("not_by_transfer", NOT_BY_TRANSFER)
    return order, payment


def _was_used(session: Session, payment: Payment, sha256: str) -> bool:
    """Tell whether the very same file was sent for another payment, by whomever."""
    elsewhere = (
        select(TransferProof.id)
        .join(StoredFile, StoredFile.id == TransferProof.file_id)
        .where(StoredFile.sha256 == sha256, TransferProof.payment_id != payment.id)
    )
    return bool(session.scalar(select(exists(elsewhere))))


def _take(payment: Payment, actor: Actor, now: datetime) -> None:
    payment.paid_at = now
    payment.confirmed_by_id = actor.user_id


def _record(
    session: Session, actor: Actor, name: str, order: Order, payment: Payment, now: datetime, **data: int | bool
) -> None:
    trail.record(session, actor, name, "order", order.id, now=now, payment=payment.id, **data)
