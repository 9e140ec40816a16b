"""The door to whoever takes cards: what is asked, what comes back, in whole rupiah. Knows no provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from marketplace.core.errors import DomainError
from marketplace.core.money import Rupiah

SHORTEST_SESSION = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=24)
"""A session ends within these bounds from its opening (docs.stripe.com/api/checkout/sessions/create, expires_at)."""

OPENING_SLACK = timedelta(seconds=30)
"""Added to the shortest time, for the way to the provider and clocks that differ."""


class BadSignature(DomainError):
    """A webhook was forged, is too old, or cannot be read: 400, and nothing may change."""

    status = 400


@dataclass(frozen=True)
class AmountMismatch:
    """An amount that is no whole number of rupiah. Never equal to an amount, so comparing it with one fails."""

    minor_units: int | None
    """What the provider said, in its smallest unit; None where it named no number."""
    currency: str


CardAmount = Rupiah | AmountMismatch


@dataclass(frozen=True)
class CheckoutLine:
    """A line the buyer sees at the provider. ``amount`` is the whole line in rupiah, tax included."""

    name: str
    quantity: int
    amount: Rupiah

    def __post_init__(self) -> None:
        if not self.name or self.quantity < 1 or self.amount < 0:
            raise ValueError(f"not a line to pay: {self}")


@dataclass(frozen=True, kw_only=True)
class CheckoutRequest:
    """What is to be paid by card. The lines sum up to ``total`` (rupiah), else ``ValueError``.

    The same ``idempotency_key`` opens the same session again; use a new one for a new attempt.
    """

    payment_reference: str
    lines: tuple[CheckoutLine, ...]
    total: Rupiah
    success_url: str
    """May hold ``{CHECKOUT_SESSION_ID}``, which the provider fills in."""
    cancel_url: str
    expires_at: datetime
    idempotency_key: str
    customer_email: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    """At most 49 keys of 40 characters, values of 500. Our payment reference is added."""
    locale: str = "id"

    def __post_init__(self) -> None:
        if self.total < 1 or sum(line.amount for line in self.lines) != self.total:
            raise ValueError(f"the lines of {self.payment_reference} do not sum up to {self.total}")


class SessionStatus(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class CheckoutSession:
    """A session as the provider has it now."""

    id: str
    url: str | None
    """Where the buyer pays; None once the session is over."""
    payment_intent_id: str | None
    """None until the buyer first tried to pay."""
    expires_at: datetime
    status: SessionStatus
    payment_status: str
    amount: CardAmount
    metadata: Mapping[str, str]

    @property
    def is_paid(self) -> bool:
        """Whether the money was taken."""
        return self.payment_status == "paid"


@dataclass(frozen=True, kw_only=True)
class RefundRequest:
    """Give back ``amount`` rupiah of a card payment. The same key refunds once, however often it is sent."""

    payment_intent_id: str
    amount: Rupiah
    idempotency_key: str
    metadata: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a refund of {self.amount} is no refund")


@dataclass(frozen=True)
class RefundResult:
    """A refund as the provider took it: ``succeeded``, ``pending``, ``requires_action``, ``failed``, ``canceled``."""

    id: str
    status: str
    reason: str = ""
    """Why it was refused outright, as a code."""

    @property
    def is_done(self) -> bool:
        """Whether the money went back."""
        return self.status == "succeeded"

    @property
    def has_failed(self) -> bool:
        """Whether the money will not go back by itself."""
        return self.status in ("failed", "canceled")


class CardEventKind(StrEnum):
    """What a webhook is about, as far as we care."""

    CHECKOUT_COMPLETED = "checkout_completed"
    CHECKOUT_EXPIRED = "checkout_expired"
    PAYMENT_SUCCEEDED = "payment_succeeded"
    PAYMENT_FAILED = "payment_failed"
    CHARGE_REFUNDED = "charge_refunded"
    REFUND_UPDATED = "refund_updated"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class CardEvent:
    """A webhook whose signature was right. It says "look": the state is what ``retrieve_checkout`` answers.

    ``amount``: of a checkout its total; of a payment what was received, or asked where it failed; of
    ``CHARGE_REFUNDED`` all that went back so far; of ``REFUND_UPDATED`` that one refund. None for ``OTHER``.
    ``payment_status``: the status of the object itself (``paid``, ``succeeded``, ``failed``, …).
    """

    id: str
    type: str
    """The provider's own name of the event."""
    kind: CardEventKind
    created: datetime
    session_id: str | None = None
    payment_intent_id: str | None = None
    refund_id: str | None = None
    amount: CardAmount | None = None
    currency: str = ""
    payment_status: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


class CardGateway(Protocol):
    """Takes cards. Calls raise ``Unavailable`` when nobody answers: the outcome is then unknown, ask again."""

    def create_checkout(self, request: CheckoutRequest) -> CheckoutSession:
        """Open a session; raise ``Invalid`` for an amount no card takes, ``Conflict`` for a key used otherwise."""

    def retrieve_checkout(self, session_id: str) -> CheckoutSession:
        """Return a session as it is now; raise ``NotFound``."""

    def expire_checkout(self, session_id: str) -> CheckoutSession:
        """Close an open session so that nobody can pay it; raise ``Conflict`` when it is over, ``NotFound``."""

    def refund(self, request: RefundRequest) -> RefundResult:
        """Give money back; raise ``Conflict`` when that much is not there to give, ``NotFound``."""

    def retrieve_refund(self, refund_id: str) -> RefundResult:
        """Return a refund as it is now; raise ``NotFound``."""

    def parse_event(self, body: bytes, signature: str | None) -> CardEvent:
        """Return the event of a webhook's body; raise ``BadSignature``."""


def session_end(pay_by: datetime, now: datetime) -> datetime:
    """Return when a session opened now may end: at ``pay_by``, moved into the bounds the provider sets.

    A session that outlives ``pay_by`` is to be expired by us; money that comes late goes back.
    """
    return min(max(pay_by, now + SHORTEST_SESSION + OPENING_SLACK), now + LONGEST_SESSION)
