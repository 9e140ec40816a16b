"""How a certificate stands on a day: follows from what was decided and from its dates, and is never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.lifecycle import CertificateState
from certification.schemes import DEFAULT_EXPIRING_DAYS, SCHEMES


class Status(StrEnum):
    """What is shown (CONTRACT.md, states). The last two belong to a requirement that no paper answers."""

    VERIFIED = "verified"
    EXPIRING = "expiring"
    SUBMITTED = "submitted"
    NEEDS_CORRECTION = "needs_correction"
    ON_HOLD = "on_hold"
    EXPIRED = "expired"
    REJECTED = "rejected"
    REVOKED = "revoked"
    MISSING = "missing"
    EXEMPT = "exempt"


VALID = frozenset({Status.VERIFIED, Status.EXPIRING})
"""Verified by an official and in force on that day."""

_DECIDED = {
    # A draft is the holder's own sheet of paper: for everybody else there is nothing yet.
    CertificateState.DRAFT: Status.MISSING,
    CertificateState.SUBMITTED: Status.SUBMITTED,
    CertificateState.NEEDS_CORRECTION: Status.NEEDS_CORRECTION,
    CertificateState.REJECTED: Status.REJECTED,
    CertificateState.REVOKED: Status.REVOKED,
}


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What is stored of a certificate and decides its status. ``valid_until`` is the last valid day."""

    scheme: str
    state: CertificateState
    valid_from: date | None = None
    valid_until: date | None = None
    on_hold: bool = False


def status_on(facts: CertificateFacts, day: date) -> Status:
    """Return how a certificate stands on a day in Jakarta.

    A verified paper that begins later is shown as *on hold*: the contract has no word of its own for it, an
    official has already said yes, and it counts for nothing yet; "submitted" would say that nobody looked.
    ``is_not_yet_valid`` tells the two apart, so that a page can name the first valid day.
    """
    if facts.state != CertificateState.VERIFIED:
        return _DECIDED[facts.state]
    if facts.valid_until is not None and facts.valid_until < day:
        return Status.EXPIRED
    if facts.on_hold or is_not_yet_valid(facts, day):
        return Status.ON_HOLD
    return Status.EXPIRING if _ends_soon(facts, day) else Status.VERIFIED


def is_valid(status: Status) -> bool:
    """Tell whether a paper counts on that day; one that ends soon still does."""
    return status in VALID


def is_not_yet_valid(facts: CertificateFacts, day: date) -> bool:
    """Tell whether a verified paper begins only after that day."""
    return facts.state == CertificateState.VERIFIED and facts.valid_from is not None and facts.valid_from > day


def _ends_soon(facts: CertificateFacts, day: date) -> bool:
    if facts.valid_until is None:
        return False
    row = SCHEMES.get(facts.scheme)
    window = row.expiring_days if row else DEFAULT_EXPIRING_DAYS
    return (facts.valid_until - day).days <= window
