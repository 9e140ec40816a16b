"""The printing kit: data is shown, never run."""

from datetime import date

import pytest

from marketplace.adapters.pdf import printed_day, printed_number


@pytest.mark.parametrize(
    ("day", "printed"), [(date(2026, 11, 24), "24 November 2026"), (date(2027, 5, 1), "1 Mei 2027")]
)
def test_days_are_printed_the_indonesian_way(day: date, printed: str) -> None:
    assert printed_day(day) == printed


@pytest.mark.parametrize(("number", "printed"), [(0, "0"), (999, "999"), (1234567, "1.234.567")])
def test_numbers_are_printed_the_indonesian_way(number: int, printed: str) -> None:
    assert printed_number(number) == printed
