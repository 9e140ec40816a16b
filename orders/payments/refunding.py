"""Card refunds at the provider: sent with one key however often it is tried, and followed until they are done."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import trail
from orders import events
from orders.payments.gateway import CardGateway, RefundRequest, RefundResult
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Refund, RefundState
from orders.payments.refunds import finish_by_gateway
from orders.payments.standing import lock_orders

log = logging.getLogger(__name__)

FAILED = "failed"


def send(database: Database, gateway: CardGateway, refund_id: int, *, now: datetime) -> None:
    """Send a card refund, or ask how it stands; nothing for one that is done or goes by transfer.

    Raises ``Unavailable`` where nobody answers: the outcome is then unknown and the same key tells it later.
    """
    with database.reading() as session:
        refund = session.get_one(Refund, refund_id)
        if refund.state != RefundState.DUE or refund.payment.method != PaymentMethod.CARD:
            return
        provider_id, request = refund.provider_refund_id, _request(refund)
    result = gateway.retrieve_refund(provider_id) if provider_id else _ask(gateway, request)
    with database.transaction() as session:
        follow(session, refund_id, result, now=now)


def follow(session: Session, refund_id: int, result: RefundResult, *, now: datetime) -> None:
    """Take over what the provider says of a refund; doing it again changes nothing."""
    refund = session.get_one(Refund, refund_id)
    lock_orders(session, [refund.order_id])
    session.refresh(refund)
    refund.provider_refund_id = refund.provider_refund_id or result.id or None
    if result.is_done:
        finish_by_gateway(session, refund, now=now)
    elif result.has_failed and refund.state == RefundState.DUE:
        _fail(session, refund, result.reason or result.status, now)


def _request(refund: Refund) -> RefundRequest:
    reference, number = refund.payment.reference, refund.order.number
    return RefundRequest(
        payment_intent_id=refund.payment.intent_id or "",
        amount=refund.amount,
        idempotency_key=f"refund-{reference}-{number}{f'-{refund.attempt}' if refund.attempt else ''}",
        metadata={"payment_reference": reference, "order": number},
    )


def _ask(gateway: CardGateway, request: RefundRequest) -> RefundResult:
    try:
        return gateway.refund(request)
    except (Conflict, NotFound) as error:
        if error.code == "payment_repeated":
            raise
        log.error("refund %s was refused: %s", request.idempotency_key, error.code)
        return RefundResult("", FAILED, error.code)


def _fail(session: Session, refund: Refund, status: str, now: datetime) -> None:
    refund.state = RefundState.FAILED
    refund.failure = status[:60]
    trail.record(
        session,
        SYSTEM,
        events.REFUND_FAILED,
        "order",
        refund.order_id,
        now=now,
        refund=refund.id,
        payment=refund.payment_id,
        amount=refund.amount,
        status=status,
    )
