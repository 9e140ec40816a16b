"""Periods of the report: this and the last month, quarter and year, or days of one's own. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.core.clock import read_day
from marketplace.core.text import _l

OWN = "own"
PERIODS = {
    "month": _l("This month"),
    "last_month": _l("Last month"),
    "quarter": _l("This quarter"),
    "last_quarter": _l("Last quarter"),
    "year": _l("This year"),
    "last_year": _l("Last year"),
    OWN: _l("Days of your own"),
}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
LONGEST = timedelta(days=3 * 366)
"""Three years in one report: more would be no report but an archive."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day in Jakarta, both within."""

    name: str
    first: date
    last: date


def read_period(args: Mapping[str, str], today: date) -> Period:
    """Read a period out of an address; what cannot be read is this year, what is too long is cut at its beginning."""
    name = args.get("period", "")
    if name == OWN:
        first, last = read_day(args.get("since", "")), read_day(args.get("until", ""))
        if first is not None and last is not None and first <= last:
            return Period(OWN, max(first, last - LONGEST) if last - first > LONGEST else first, last)
    return named(name if name in PERIODS and name != OWN else "year", today)


def named(name: str, today: date) -> Period:
    """Return a period of the calendar: the one that holds today, or the one before it."""
    months = MONTHS[name.removeprefix("last_")]
    begin = _count(today) // months * months
    if name.startswith("last_"):
        begin -= months
    return Period(name, _first(begin), _first(begin + months) - timedelta(days=1))


def _count(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
