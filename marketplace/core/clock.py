"""The time: an aware instant, and the calendar day it is in Jakarta."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
"""Days of law and trade ("today", "valid until") are days in this zone (CONTRACT.md, API)."""

FIRST_YEAR, LAST_YEAR = 2000, 3000


def now() -> datetime:
    """Return the present instant in UTC. Called at the doors only; everything below takes ``now``."""
    return datetime.now(UTC)


def jakarta_day(instant: datetime) -> date:
    """Return the calendar day of an aware instant in Jakarta."""
    return instant.astimezone(JAKARTA).date()


def end_of_jakarta_day(day: date) -> datetime:
    """Return the last second of a day in Jakarta, as an aware instant in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=JAKARTA).astimezone(UTC)


def read_day(text: str) -> date | None:
    """Return the day that a text names as ``2026-11-24``, or None; years before 2000 are slips of the finger."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year < LAST_YEAR else None
