"""Periods of the report."""

from datetime import date

import pytest

from orders.spending.periods import Period, named, read_period

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("last_quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods_of_the_calendar(name: str, first: date, last: date) -> None:
    assert named(name, TODAY) == Period(name, first, last)


def test_the_last_month_of_january_is_december() -> None:
    assert named("last_month", date(2026, 1, 31)) == Period("last_month", date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ({}, ("year", date(2026, 1, 1), date(2026, 12, 31))),
        ({"period": "odd"}, ("year", date(2026, 1, 1), date(2026, 12, 31))),
        ({"period": "own"}, ("year", date(2026, 1, 1), date(2026, 12, 31))),
        (
            {"period": "own", "since": "2026-03-02", "until": "2026-03-01"},
            ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ),
        ({"period": "own", "since": "2026-03-01", "until": "2026-03-01"}, ("own", date(2026, 3, 1), date(2026, 3, 1))),
        ({"period": "own", "since": "2001-01-01", "until": "2026-03-01"}, ("own", date(2023, 2, 27), date(2026, 3, 1))),
        (
            {"period": "own", "since": "0001-01-01", "until": "0001-01-02"},
            ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ),
    ],
)
def test_a_period_is_read_out_of_an_address(args: dict[str, str], found: tuple[str, date, date]) -> None:
    assert read_period(args, TODAY) == Period(*found)
