"""Months of the calendar: read from an address, written into one, with their first and last day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WRITTEN = re.compile(r"(20[2-9][0-9])-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    """One month of the calendar in Jakarta."""

    first: date

    @property
    def last(self) -> date:
        """The last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return month_of(self.first + timedelta(days=31))

    @property
    def before(self) -> "Month":
        """The month before it."""
        return month_of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        """Write it as in addresses: ``2026-11``."""
        return f"{self.first:%Y-%m}"


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return Month(day.replace(day=1))


def read_month(text: str) -> Month | None:
    """Read a month such as ``2026-11``; None for anything else."""
    found = WRITTEN.fullmatch(text.strip())
    return Month(date(int(found[1]), int(found[2]), 1)) if found else None
