"""Working days and the calendar day in Jakarta."""

from datetime import UTC, date, datetime

import pytest

from marketplace.core.clock import end_of_jakarta_day, jakarta_day
from marketplace.core.working_days import add_working_days, deadline, is_workday


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 12, 25), False),  # Christmas
        (date(2026, 12, 24), False),  # joint leave
        (date(2030, 1, 1), True),  # a Tuesday of a year whose decree is not out
        (date(2030, 1, 5), False),
    ],
)
def test_offices_work_on_working_days(day: date, expected: bool) -> None:
    assert is_workday(day) is expected


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 2, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: date, count: int, expected: date) -> None:
    assert add_working_days(start, count) == expected


def test_a_deadline_is_the_end_of_its_day_in_jakarta() -> None:
    asked = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)  # already the 25th in Jakarta

    assert deadline(asked, 2) == datetime(2026, 11, 27, 16, 59, 59, tzinfo=UTC)


def test_the_day_changes_at_midnight_in_jakarta() -> None:
    assert jakarta_day(datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 24)
    assert jakarta_day(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) == date(2026, 11, 25)
    assert jakarta_day(end_of_jakarta_day(date(2026, 11, 24))) == date(2026, 11, 24)
