"""Sizes and spans for people: bytes in the unit that fits, times in words."""

from datetime import timedelta

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from marketplace.web.i18n import language

UNITS = ("B", "KB", "MB", "GB", "TB")
STEP = 1000


def size(count: int) -> str:
    """Print a number of bytes: ``1,2 GB`` in Indonesian, ``1.2 GB`` in English."""
    value, unit = float(count), 0
    while value >= STEP and unit < len(UNITS) - 1:
        value, unit = value / STEP, unit + 1
    pattern = "#,##0.#" if unit else "#,##0"
    return f"{format_decimal(value, format=pattern, locale=language())} {UNITS[unit]}"


def span(length: timedelta) -> str:
    """Print how long something takes: ``10 menit``, ``1 day``."""
    return format_timedelta(length, threshold=1.5, locale=language())
