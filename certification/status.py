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

NOT_YET_VALID, REPLACED = "not_yet_valid", "replaced"
"""What pages say in words where the contract has no status of its own: it calls them *on hold* and *expired*."""

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
    """What is stored of a certificate and decides its status. ``valid_until`` is the last valid day.

    ``replaced_from`` is the first day on which its verified renewal counts instead of it.
    """

    scheme: str
    state: CertificateState
    valid_from: date | None = None
    valid_until: date | None = None
    on_hold: bool = False
    replaced_from: date | None = None


def status_on(facts: CertificateFacts, day: date) -> Status:
    """Return how a certificate stands on a day in Jakarta.

    A verified paper that begins later is shown as *on hold*: the contract has no word of its own for it, an
    official has already said yes, and it counts for nothing yet; "submitted" would say that nobody looked.
    One whose renewal was verified has had its time: *expired* from the day on which the renewal counts. Pages say
    both in words of their own (``shown_on``).
    """
    if facts.state != CertificateState.VERIFIED:
        return _DECIDED[facts.state]
    if _is_over(facts, day) or is_replaced(facts, day):
        return Status.EXPIRED
    if facts.on_hold or is_not_yet_valid(facts, day):
        return Status.ON_HOLD
    return Status.EXPIRING if _ends_soon(facts, day) else Status.VERIFIED


def shown_on(facts: CertificateFacts, day: date) -> str:
    """Return how pages word it: the contract's status, or apart from it *not yet valid* and *replaced*."""
    status = status_on(facts, day)
    if status == Status.ON_HOLD and not facts.on_hold:
        return NOT_YET_VALID
    if status == Status.EXPIRED and not _is_over(facts, day):
        return REPLACED
    return status


def is_valid(status: Status) -> bool:
    """Tell whether a paper counts on that day; one that ends soon still does."""
    return status in VALID


def is_not_yet_valid(facts: CertificateFacts, day: date) -> bool:
    """Tell whether a verified paper begins only after that day."""
    return facts.state == CertificateState.VERIFIED and facts.valid_from is not None and facts.valid_from > day


def is_replaced(facts: CertificateFacts, day: date) -> bool:
    """Tell whether a verified paper has given way to its renewal by that day."""
    return facts.state == CertificateState.VERIFIED and facts.replaced_from is not None and facts.replaced_from <= day


def _is_over(facts: CertificateFacts, day: date) -> bool:
    return facts.valid_until is not None and facts.valid_until < day


def _ends_soon(facts: CertificateFacts, day: date) -> bool:
    if facts.valid_until is None:
        return False
    row = SCHEMES.get(facts.scheme)
    window = row.expiring_days if row else DEFAULT_EXPIRING_DAYS
    return (facts.valid_until - day).days <= window
