"""Webhook bodies of Stripe into card events. Pure: the signature was checked before.

Hundredths become rupiah here and in ``stripe.py`` only: IDR has two decimals at Stripe (reference/stack.md, part B).
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from marketplace.core.money import Rupiah
from orders.payments.gateway import AmountMismatch, CardAmount, CardEvent, CardEventKind

HUNDREDTHS = 100

SESSION, INTENT, CHARGE, REFUND = "checkout.session", "payment_intent", "charge", "refund"

KINDS: dict[str, tuple[CardEventKind, str, str]] = {
    "checkout.session.completed": (CardEventKind.CHECKOUT_COMPLETED, SESSION, "amount_total"),
    "checkout.session.async_payment_succeeded": (CardEventKind.CHECKOUT_COMPLETED, SESSION, "amount_total"),
    "checkout.session.expired": (CardEventKind.CHECKOUT_EXPIRED, SESSION, "amount_total"),
    "payment_intent.succeeded": (CardEventKind.PAYMENT_SUCCEEDED, INTENT, "amount_received"),
    "payment_intent.payment_failed": (CardEventKind.PAYMENT_FAILED, INTENT, "amount"),
    "charge.refunded": (CardEventKind.CHARGE_REFUNDED, CHARGE, "amount_refunded"),
    "refund.updated": (CardEventKind.REFUND_UPDATED, REFUND, "amount"),
    "refund.failed": (CardEventKind.REFUND_UPDATED, REFUND, "amount"),
}
"""Type -> what it means to us, the object it carries, the field with the amount (docs.stripe.com/api/events/types)."""


class Unreadable(ValueError):
    """The body is no event of Stripe."""


def to_hundredths(amount: Rupiah) -> int:
    """Return whole rupiah as Stripe counts them."""
    return amount * HUNDREDTHS


def to_rupiah(minor_units: Any, currency: Any) -> CardAmount:
    """Return Stripe's amount in whole rupiah; a mismatch where it is none, never a rounded number."""
    number = minor_units if isinstance(minor_units, int) and not isinstance(minor_units, bool) else None
    name = currency.lower() if isinstance(currency, str) else ""
    if number is None or name != "idr" or number % HUNDREDTHS:
        return AmountMismatch(number, name)
    return number // HUNDREDTHS


def read_event(body: bytes) -> CardEvent:
    """Return the event of a body; raise ``Unreadable`` for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    event = _object(found)
    kind_name = _text(event.get("type"))
    subject = _object(_object(event.get("data")).get("object"))
    kind, kind_of_object, amount_field = KINDS.get(kind_name, (CardEventKind.OTHER, "", ""))
    seen = CardEvent(id=_text(event.get("id")), type=kind_name, kind=kind, created=moment(event.get("created")))
    if kind is CardEventKind.OTHER:
        return seen
    if subject.get("object") != kind_of_object:
        raise Unreadable(f"{kind_name} without a {kind_of_object}")
    return _with_subject(seen, subject, amount_field)


def _with_subject(event: CardEvent, subject: dict[str, Any], amount_field: str) -> CardEvent:
    ident, kind = _text(subject.get("id")), subject["object"]
    return replace(
        event,
        session_id=ident if kind == SESSION else None,
        payment_intent_id=ident if kind == INTENT else reference(subject.get("payment_intent")),
        refund_id=ident if kind == REFUND else None,
        amount=to_rupiah(subject.get(amount_field), subject.get("currency")),
        currency=str(subject.get("currency") or "").lower(),
        payment_status=str(subject.get("payment_status") or subject.get("status") or ""),
        metadata=texts(subject.get("metadata")),
    )


def moment(seconds: Any) -> datetime:
    """Return Stripe's seconds since 1970 as an aware time; raise ``Unreadable``."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise Unreadable(f"no time: {seconds!r:.40}") from error


def reference(value: Any) -> str | None:
    """Return the id of an object that may be given whole or by id."""
    ident = value.get("id") if isinstance(value, Mapping) else value
    return ident if isinstance(ident, str) and ident else None


def texts(value: Any) -> dict[str, str]:
    """Return metadata as a plain dict of texts."""
    return {str(key): str(each) for key, each in value.items()} if isinstance(value, Mapping) else {}


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable("an object is missing")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Unreadable("a text is missing")
    return value
