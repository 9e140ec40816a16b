"""How a paper stood from day to day: derived by the same rule as its status today, never stored."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from certification.lifecycle import CertificateState
from certification.schemes import DEFAULT_EXPIRING_DAYS, SCHEMES
from certification.status import CertificateFacts, Status, shown_on


@dataclass(frozen=True, kw_only=True)
class Course:
    """The days on which people did something with a paper; None where it did not happen."""

    scheme: str
    submitted: date | None = None
    verified: date | None = None
    revoked: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    replaced_from: date | None = None


@dataclass(frozen=True)
class Turn:
    """From this day on it stood so, in the words of pages (``status.shown_on``)."""

    day: date
    shown: str


def history(course: Course, today: date) -> tuple[Turn, ...]:
    """Return how the status of a paper changed until today, the oldest first.

    Corrections that were asked for before it was verified are between official and holder, and not in it.
    """
    turns = [Turn(course.submitted, Status.SUBMITTED)] if course.submitted else []
    if course.verified:
        turns += [Turn(day, _shown(course, day)) for day in _days(course, course.verified, today)]
    return tuple(turn for place, turn in enumerate(turns) if not place or turns[place - 1].shown != turn.shown)


def _days(course: Course, verified: date, today: date) -> list[date]:
    """Return the days from the verification on that can have brought another status."""
    row = SCHEMES.get(course.scheme)
    window = timedelta(days=row.expiring_days if row else DEFAULT_EXPIRING_DAYS)
    days = {verified, course.valid_from, course.replaced_from, course.revoked}
    if course.valid_until:
        days.add(course.valid_until - window)
    if course.valid_until and course.valid_until < date.max:
        days.add(course.valid_until + timedelta(days=1))
    last = min(today, course.revoked or today)
    return sorted(day for day in days if day is not None and verified <= day <= last)


def _shown(course: Course, day: date) -> str:
    facts = CertificateFacts(
        scheme=course.scheme,
        state=CertificateState.VERIFIED,
        valid_from=course.valid_from,
        valid_until=course.valid_until,
        replaced_from=course.replaced_from,
    )
    is_revoked = course.revoked is not None and course.revoked <= day
    return shown_on(replace(facts, state=CertificateState.REVOKED) if is_revoked else facts, day)
