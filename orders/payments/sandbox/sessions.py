"""Checkout Sessions: opened by the shop, paid or refused on the hosted page, expired by time or by call."""

from typing import Any
from urllib.parse import urlsplit

from . import objects
from .objects import Object
from .refusal import Refusal, missing
from .store import Store

SHORTEST, LONGEST = 30 * 60, 24 * 3600
"""Seconds that a session may live (docs.stripe.com/api/checkout/sessions/create, expires_at)."""

CLOCK_SLACK = 60
MAX_LINES = 100
MIN_AMOUNT, MAX_AMOUNT = 50, 999_999_999_999
"""Hundredths of a rupiah (reference/stack.md, part B)."""

MAX_REFERENCE, MAX_NAME, MAX_ADDRESS = 200, 250, 5000


def create(store: Store, params: Object, address: str) -> Object:
    """Open a session; ``address`` is where the hosted page lives. Raises ``Refusal``."""
    if params.get("mode") != "payment":
        raise Refusal("This sandbox opens sessions of mode 'payment' only", param="mode")
    _check_texts(params)
    params.setdefault("expires_at", store.now() + LONGEST)
    _check_end(params["expires_at"], store.now())
    lines = [_line(line, index) for index, line in enumerate(params.get("line_items", []))]
    if not 1 <= len(lines) <= MAX_LINES:
        raise Refusal(f"line_items must have 1 to {MAX_LINES} entries", param="line_items")
    amount = sum(line["amount"] for line in lines)
    if amount < MIN_AMOUNT:
        raise Refusal("The total is below the smallest charge", code="amount_too_small", param="line_items")
    if amount > MAX_AMOUNT:
        raise Refusal("The total has more than 12 digits", code="amount_too_large", param="line_items")
    made = objects.session(params, amount=amount, now=store.now(), address=address)
    store["sessions"][made["id"]] = made
    store["lines"][made["id"]] = lines
    store["intent_data"][made["id"]] = params.get("payment_intent_data", {})
    return made


def find(store: Store, ident: str) -> Object:
    """Return a session, expired where its time is over. Call inside a transaction."""
    found: Object | None = store["sessions"].get(ident)
    if found is None:
        raise missing("checkout.session", ident)
    if found["status"] == "open" and found["expires_at"] <= store.now():
        _close(store, found)
    return found


def expire(store: Store, ident: str) -> Object:
    """Expire an open session on the shop's call; refuse any other."""
    found = find(store, ident)
    if found["status"] != "open":
        raise Refusal(
            f"Only Checkout Sessions with a status in [\"open\"] can be expired. This one is '{found['status']}'."
        )
    _close(store, found)
    return found


def expire_due(store: Store) -> None:
    """Expire every session whose time is over. Call inside a transaction."""
    for ident, found in list(store["sessions"].items()):
        if found["status"] == "open":
            find(store, ident)


def pay(store: Store, found: Object) -> None:
    """Let the card be debited and tell the shop. The caller has seen that the session is not complete."""
    intent = _intent(store, found)
    charge = objects.charge(intent, now=store.now())
    store["charges"][charge["id"]] = charge
    intent.update(
        status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"], last_payment_error=None
    )
    found.update(status="complete", payment_status="paid", url=None)
    store.emit("payment_intent.succeeded", intent)
    store.emit("checkout.session.completed", found)


def decline(store: Store, found: Object) -> None:
    """Let the card be declined: the session stays open for another try."""
    intent = _intent(store, found)
    intent["last_payment_error"] = {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "generic_decline",
        "message": "Your card was declined.",
    }
    store.emit("payment_intent.payment_failed", intent)


def was_declined(store: Store, found: Object) -> bool:
    """Return whether the last try to pay this session was declined."""
    intent = store["intents"].get(found["payment_intent"] or "")
    return bool(intent and intent["last_payment_error"])


def _close(store: Store, found: Object) -> None:
    found.update(status="expired", url=None)
    intent = store["intents"].get(found["payment_intent"] or "")
    if intent:
        intent.update(status="canceled", canceled_at=store.now())
    store.emit("checkout.session.expired", found)


def _intent(store: Store, found: Object) -> Object:
    if found["payment_intent"] is None:
        made = objects.intent(found, store["intent_data"].get(found["id"], {}), now=store.now())
        store["intents"][made["id"]] = made
        found["payment_intent"] = made["id"]
    intent: Object = store["intents"][found["payment_intent"]]
    return intent


def _line(line: Any, index: int) -> Object:
    where = f"line_items[{index}]"
    price = line.get("price_data", {})
    if price.get("currency", "").lower() != "idr":
        raise Refusal("This sandbox takes idr only", param=f"{where}[price_data][currency]")
    if "unit_amount" not in price:
        raise Refusal("Missing required param", code="parameter_missing", param=f"{where}[price_data][unit_amount]")
    name = price.get("product_data", {}).get("name", "")
    if not name or len(name) > MAX_NAME:
        raise Refusal(
            f"A name of 1 to {MAX_NAME} characters is needed", param=f"{where}[price_data][product_data][name]"
        )
    quantity = line.get("quantity", 0)
    if quantity < 1:
        raise Refusal("Quantity must be at least 1", param=f"{where}[quantity]")
    return {"name": name, "quantity": quantity, "amount": price["unit_amount"] * quantity}


def _check_texts(params: Object) -> None:
    if len(params.get("client_reference_id", "")) > MAX_REFERENCE:
        raise Refusal(f"At most {MAX_REFERENCE} characters", param="client_reference_id")
    if not params.get("success_url"):
        raise Refusal("Missing required param: success_url.", code="parameter_missing", param="success_url")
    for name in ("success_url", "cancel_url"):
        url = params.get(name)
        if url is not None and not _is_web_address(url):
            raise Refusal("Not a valid URL", code="url_invalid", param=name)
    if params.get("payment_method_types", ["card"]) != ["card"]:
        raise Refusal("This sandbox takes cards only", param="payment_method_types")


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        return False


def _check_end(expires_at: int, now: int) -> None:
    if not now + SHORTEST - CLOCK_SLACK <= expires_at <= now + LONGEST + CLOCK_SLACK:
        raise Refusal(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            param="expires_at",
        )
