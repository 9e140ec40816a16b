"""Whether a fair is coming, on or past: told by its days, never stored."""

from datetime import date
from enum import StrEnum


class FairTime(StrEnum):
    """Where a fair stands on a day."""

    COMING = "coming"
    ON = "on"
    PAST = "past"


def time_of(starts_on: date, ends_on: date, day: date) -> FairTime:
    """Tell where a fair stands on a day; its first and last day belong to it."""
    if day < starts_on:
        return FairTime.COMING
    return FairTime.ON if day <= ends_on else FairTime.PAST
