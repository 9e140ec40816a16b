"""Holding what the provider says against what we asked for. Pure; the first difference means that nothing is paid."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.core.money import Rupiah
from orders.payments.gateway import CardAmount, CardEvent, CheckoutSession


class Difference(StrEnum):
    """In what a payment and the provider's word for it differ; stays in the trail."""

    SESSION = "session"
    REFERENCE = "reference"
    AMOUNT = "amount"
    """Currency too: an amount in another one is never equal to rupiah."""
    INTENT = "intent"
    ALLOCATION = "allocation"
    """Our own parts do not sum up to our own amount."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What we stored of a payment when we asked for it."""

    session_id: str | None
    reference: str
    amount: Rupiah
    allocated: Rupiah
    intent_id: str | None


def difference(expected: Expected, seen: CheckoutSession, event: CardEvent | None = None) -> Difference | None:
    """Return in what a paid session (and the event that led to it) differs from what was asked; None where it fits."""
    if seen.id != expected.session_id:
        return Difference.SESSION
    if seen.metadata.get("payment_reference") != expected.reference:
        return Difference.REFERENCE
    amounts: list[CardAmount] = [seen.amount]
    if event is not None and event.amount is not None:
        amounts.append(event.amount)
    if any(amount != expected.amount for amount in amounts):
        return Difference.AMOUNT
    if expected.allocated != expected.amount:
        return Difference.ALLOCATION
    return None if _same_intent(expected, seen, event) else Difference.INTENT


def _same_intent(expected: Expected, seen: CheckoutSession, event: CardEvent | None) -> bool:
    named = {seen.payment_intent_id}
    if expected.intent_id is not None:
        named.add(expected.intent_id)
    if event is not None and event.payment_intent_id is not None:
        named.add(event.payment_intent_id)
    return None not in named and len(named) == 1
