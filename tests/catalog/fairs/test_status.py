"""Where a fair stands on a day: both ends belong to it."""

from datetime import date

import pytest

from catalog.fairs.status import time_of

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 22), "coming"),
        (date(2026, 11, 23), "on"),
        (date(2026, 11, 25), "on"),
        (date(2026, 11, 27), "on"),
        (date(2026, 11, 28), "past"),
    ],
)
def test_a_fair_is_coming_on_or_past(day: date, expected: str) -> None:
    assert time_of(FIRST, LAST, day) == expected


def test_a_fair_of_one_day_is_on_that_day() -> None:
    assert time_of(FIRST, FIRST, FIRST) == "on"
