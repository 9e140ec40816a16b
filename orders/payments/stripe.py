"""Cards through Stripe Checkout (reference/stack.md, part B). Never run against the real service, see README.

The library is loaded at the first call: it is slow to import, and most requests never need it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from marketplace.core.errors import Conflict, DomainError, Invalid, NotFound, Unavailable
from marketplace.core.money import MAX_RUPIAH
from marketplace.core.text import _l
from orders.payments import stripe_events
from orders.payments.gateway import (
    BadSignature,
    CardEvent,
    CheckoutLine,
    CheckoutRequest,
    CheckoutSession,
    RefundRequest,
    RefundResult,
    SessionStatus,
)

if TYPE_CHECKING:
    import requests
    import stripe
    from stripe.params import RefundCreateParams
    from stripe.params.checkout import SessionCreateParams

log = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS = 3, 10
RETRIES = 2
"""After the first try, with the same idempotency key; the library's own default is none."""

TOLERANCE_SECONDS = 300
MAX_LINES = 100
MAX_NAME = 250

UNAVAILABLE = _l("Card payment does not answer now. Try again in a few minutes, or pay by bank transfer.")
AMOUNT = _l("This amount cannot be paid by card. Choose bank transfer.")
REPEATED = _l("This payment was already started in another way. Open the order again and choose card payment.")
CLOSED = _l("This card payment is already over. Open the order again to see where it stands.")
NOT_REFUNDABLE = _l("The card payment cannot be refunded by this amount.")
NOT_FOUND = _l("The card payment service does not know this payment.")
FORGED = _l("The message did not come from the card payment service.")

AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large"})
MISSING = "resource_missing"


class StripeGateway:
    """``CardGateway`` on Stripe. ``api_base`` points to the sandbox; None is the real service."""

    def __init__(self, secret_key: str, webhook_secret: str, api_base: str | None = None) -> None:
        self._secret_key = secret_key
        self._webhook_secret = webhook_secret
        self._api_base = api_base

    def create_checkout(self, request: CheckoutRequest) -> CheckoutSession:
        """Open a Checkout Session; the same idempotency key gives the same session."""
        if request.total > MAX_RUPIAH:
            raise Invalid("payment_amount", AMOUNT)
        with _translated(Conflict("payment_closed", CLOSED)):
            made = self._client.v1.checkout.sessions.create(
                _session_params(request), {"idempotency_key": request.idempotency_key}
            )
            return _session(made.to_dict())

    def retrieve_checkout(self, session_id: str) -> CheckoutSession:
        """Return a session as it is now."""
        with _translated(Conflict("payment_closed", CLOSED)):
            return _session(self._client.v1.checkout.sessions.retrieve(session_id).to_dict())

    def expire_checkout(self, session_id: str) -> CheckoutSession:
        """Close an open session; ``Conflict`` ("payment_closed") where it was paid or is over."""
        with _translated(Conflict("payment_closed", CLOSED)):
            return _session(self._client.v1.checkout.sessions.expire(session_id).to_dict())

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back; ``Conflict`` ("refund_refused") for more than is left."""
        params: RefundCreateParams = {
            "payment_intent": request.payment_intent_id,
            "amount": stripe_events.to_hundredths(request.amount),
            "metadata": dict(request.metadata),
        }
        with _translated(Conflict("refund_refused", NOT_REFUNDABLE)):
            made = self._client.v1.refunds.create(params, {"idempotency_key": request.idempotency_key})
            return _refund(made.to_dict())

    def retrieve_refund(self, refund_id: str) -> RefundResult:
        """Return a refund as it is now."""
        with _translated(Conflict("refund_refused", NOT_REFUNDABLE)):
            return _refund(self._client.v1.refunds.retrieve(refund_id).to_dict())

    def parse_event(self, body: bytes, signature: str | None) -> CardEvent:
        """Check the signature (not older than 5 minutes), then read; every other body is ``BadSignature``."""
        import stripe

        try:
            stripe.WebhookSignature.verify_header(body, signature, self._webhook_secret, TOLERANCE_SECONDS)
            return stripe_events.read_event(body)
        except (stripe.SignatureVerificationError, TypeError) as error:
            # TypeError: the library compares signatures with hmac, which refuses text beyond ASCII
            raise BadSignature("webhook_forged", FORGED) from error
        except ValueError as error:
            raise BadSignature("webhook_unreadable", FORGED) from error

    @cached_property
    def _client(self) -> "stripe.StripeClient":
        import stripe

        http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS), session=_session_for(self._api_base))
        return stripe.StripeClient(
            self._secret_key,
            base_addresses={"api": self._api_base} if self._api_base else {},
            max_network_retries=RETRIES,
            http_client=http,
        )


@contextmanager
def _translated(otherwise: DomainError) -> Iterator[None]:
    """Turn the library's errors into ours; ``otherwise`` is what a refused request means here."""
    import stripe

    try:
        yield
    except stripe.IdempotencyError as error:
        raise Conflict("payment_repeated", REPEATED) from error
    except stripe.InvalidRequestError as error:
        raise _refusal(error, otherwise) from error
    except (stripe.StripeError, stripe_events.Unreadable) as error:
        # a wrong key lands here too: the buyer can only wait, the operator reads the log
        log.error("Stripe failed: %s: %s", type(error).__name__, error)
        raise Unavailable("payment_unavailable", UNAVAILABLE) from error


def _refusal(error: "stripe.InvalidRequestError", otherwise: DomainError) -> DomainError:
    log.warning("Stripe refused: %s (%s, %s)", error, error.code, error.param)
    if error.code in AMOUNT_CODES:
        return Invalid("payment_amount", AMOUNT)
    if error.code == MISSING:
        return NotFound("payment_not_found", NOT_FOUND)
    return otherwise


def _session_params(request: CheckoutRequest) -> "SessionCreateParams":
    metadata = {**request.metadata, "payment_reference": request.payment_reference}
    params: dict[str, Any] = {
        "mode": "payment",
        "payment_method_types": ["card"],
        "line_items": [_line(line) for line in _few(request.lines)],
        "client_reference_id": request.payment_reference,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata, "description": request.payment_reference},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
        "locale": request.locale,
    }
    if request.customer_email:
        params["customer_email"] = request.customer_email
    return cast("SessionCreateParams", params)


def _few(lines: tuple[CheckoutLine, ...]) -> tuple[CheckoutLine, ...]:
    """Keep to the number of lines Stripe takes: the rest becomes one line."""
    if len(lines) <= MAX_LINES:
        return lines
    rest = lines[MAX_LINES - 1 :]
    return (*lines[: MAX_LINES - 1], CheckoutLine(f"+ {len(rest)}", 1, sum(line.amount for line in rest)))


def _line(line: CheckoutLine) -> dict[str, Any]:
    """Return a line item. Stripe multiplies: a line that does not divide goes as one piece, its number in the name."""
    each, rest = divmod(line.amount, line.quantity)
    name = line.name if not rest else f"{line.quantity} × {line.name}"
    amount, quantity = (each, line.quantity) if not rest else (line.amount, 1)
    return {
        "price_data": {
            "currency": "idr",
            "unit_amount": stripe_events.to_hundredths(amount),
            "product_data": {"name": name[:MAX_NAME]},
        },
        "quantity": quantity,
    }


def _session(found: dict[str, Any]) -> CheckoutSession:
    try:
        return CheckoutSession(
            id=str(found["id"]),
            url=found.get("url"),
            payment_intent_id=stripe_events.reference(found.get("payment_intent")),
            expires_at=stripe_events.moment(found["expires_at"]),
            status=SessionStatus(found["status"]),
            payment_status=str(found["payment_status"]),
            amount=stripe_events.to_rupiah(found.get("amount_total"), found.get("currency")),
            metadata=stripe_events.texts(found.get("metadata")),
        )
    except (KeyError, ValueError) as error:
        raise stripe_events.Unreadable("no checkout session") from error


def _refund(found: dict[str, Any]) -> RefundResult:
    return RefundResult(str(found.get("id", "")), str(found.get("status") or "pending"))


def _session_for(api_base: str | None) -> "requests.Session | None":
    """Return a session that passes by any web proxy for an address of this machine, None for the default."""
    host = urlsplit(api_base or "").hostname or ""
    try:
        is_here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        return None
    import requests

    session = requests.Session()
    session.trust_env = False
    return session
