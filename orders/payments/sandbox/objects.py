"""Stripe's objects as plain dicts, with the fields that a shop reads (API 2026-10-28.endive).

Amounts are in hundredths of a rupiah, times in seconds since 1970, as Stripe has them.
"""

import secrets
from typing import Any

API_VERSION = "2026-10-28.endive"

Object = dict[str, Any]


def new_id(prefix: str) -> str:
    """Return an id that cannot be guessed: ``cs_test_…``, ``pi_…``, ``evt_…``."""
    return f"{prefix}_{secrets.token_hex(14)}"


def session(params: Object, *, amount: int, now: int, address: str) -> Object:
    """Return an open Checkout Session. As at Stripe the payment intent comes with the first try to pay."""
    ident = new_id("cs_test")
    email = params.get("customer_email")
    return {
        "id": ident,
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now,
        "currency": "idr",
        "customer_details": {"email": email} if email else None,
        "customer_email": email,
        "expires_at": params["expires_at"],
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": params.get("metadata", {}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": params.get("payment_method_types", ["card"]),
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params["success_url"],
        "url": f"{address}/pay/{ident}",
    }


def intent(of_session: Object, data: Object, *, now: int) -> Object:
    """Return the payment intent of a session, waiting for a card."""
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": of_session["amount_total"],
        "amount_received": 0,
        "canceled_at": None,
        "created": now,
        "currency": of_session["currency"],
        "description": data.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "payment_method_types": of_session["payment_method_types"],
        "receipt_email": data.get("receipt_email"),
        "status": "requires_payment_method",
        "transfer_group": data.get("transfer_group"),
    }


def charge(of_intent: Object, *, now: int) -> Object:
    """Return the charge that a card was debited with."""
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": of_intent["amount"],
        "amount_captured": of_intent["amount"],
        "amount_refunded": 0,
        "captured": True,
        "created": now,
        "currency": of_intent["currency"],
        "livemode": False,
        "metadata": dict(of_intent["metadata"]),
        "paid": True,
        "payment_intent": of_intent["id"],
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
        "refunded": False,
        "status": "succeeded",
    }


def refund(of_charge: Object, params: Object, *, amount: int, now: int) -> Object:
    """Return a refund that went through at once, as those of cards do."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "charge": of_charge["id"],
        "created": now,
        "currency": of_charge["currency"],
        "metadata": params.get("metadata", {}),
        "payment_intent": of_charge["payment_intent"],
        "reason": params.get("reason"),
        "status": "succeeded",
    }


def event(kind: str, subject: Object, *, now: int, idempotency_key: str | None) -> Object:
    """Return an event that carries the object as it is at this moment."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now,
        "data": {"object": subject},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": idempotency_key},
        "type": kind,
    }


def page(path: str, rows: list[Object], *, has_more: bool) -> Object:
    """Return one page of a list."""
    return {"object": "list", "data": rows, "has_more": has_more, "url": path}
