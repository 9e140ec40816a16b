"""Refunds: never more than what was charged and not yet given back."""

from . import objects
from .objects import Object
from .refusal import Refusal, missing
from .store import Store

REASONS = (None, "duplicate", "fraudulent", "requested_by_customer")


def create(store: Store, params: Object, idempotency_key: str | None) -> Object:
    """Give money back, all that is left where no amount (hundredths of a rupiah) is named. Raises ``Refusal``."""
    charge = _charge(store, params)
    if params.get("reason") not in REASONS:
        raise Refusal("Invalid reason", param="reason")
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise Refusal(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    if amount > left:
        raise Refusal(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    made = objects.refund(charge, params, amount=amount, now=store.now())
    store["refunds"][made["id"]] = made
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    store.emit("charge.refunded", charge, idempotency_key=idempotency_key)
    store.emit("refund.updated", made, idempotency_key=idempotency_key)
    return made


def _charge(store: Store, params: Object) -> Object:
    if "charge" in params:
        found: Object | None = store["charges"].get(params["charge"])
        if found is None:
            raise missing("charge", params["charge"])
        return found
    if "payment_intent" not in params:
        raise Refusal("One of charge or payment_intent is needed", code="parameter_missing", param="payment_intent")
    intent = store["intents"].get(params["payment_intent"])
    if intent is None:
        raise missing("payment_intent", params["payment_intent"])
    if intent["latest_charge"] is None:
        raise Refusal(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
            param="payment_intent",
        )
    charge: Object = store["charges"][intent["latest_charge"]]
    return charge
