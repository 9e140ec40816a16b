"""How long a paper has waited, against the service level that the queue shows. Nothing follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.core.clock import jakarta_day
from marketplace.core.working_days import deadline, is_workday

TARGET_WORKING_DAYS = 3
LONGEST = 366
"""Days that are counted one by one; whoever waited longer is shown as having waited this long."""


@dataclass(frozen=True)
class Age:
    """Working days that a paper has waited, and when it should be decided."""

    days: int
    due: datetime
    is_late: bool


def age_of(submitted_at: datetime, now: datetime) -> Age:
    """Return how long a paper has waited: today's day counts once it is over."""
    due = deadline(submitted_at, TARGET_WORKING_DAYS)
    return Age(_working_days(jakarta_day(submitted_at), jakarta_day(now)), due, due < now)


def _working_days(first: date, last: date) -> int:
    days = range(1, min((last - first).days, LONGEST) + 1)
    return sum(is_workday(first + timedelta(days=count)) for count in days)
