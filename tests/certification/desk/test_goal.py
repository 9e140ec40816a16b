"""How long a paper has waited, against the goal of three working days."""

from datetime import datetime

import pytest

from certification.desk.goal import LONGEST, age_of
from marketplace.core.clock import JAKARTA


def at(day: int, hour: int = 9, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("submitted", "now", "days", "late"),
    [
        (at(23), at(23, 17), 0, False),
        (at(23), at(24), 1, False),
        (at(20), at(23), 1, False),  # from Friday over a weekend
        (at(20), at(25, 23), 3, False),
        (at(20), at(26, 0), 4, True),
        (at(20), at(20, 8), 0, False),  # a clock that went back
    ],
)
def test_weekends_do_not_count_and_the_last_day_is_whole(
    submitted: datetime, now: datetime, days: int, late: bool
) -> None:
    age = age_of(submitted, now)

    assert (age.days, age.is_late) == (days, late)


def test_years_of_waiting_are_not_counted_to_their_end() -> None:
    assert age_of(at(1, year=2016), at(1)).days <= LONGEST
