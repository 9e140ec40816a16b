"""A plan beside what was reached: percent, what is missing, what is behind."""

from datetime import date

import pytest

from orders.mentoring.progress import Sold, Target, bar, expected, percent, quarter_of, standings

TARGET = Target(product_id=7, name="Keripik", unit="bungkus", quarters=(10, 20, 30, 40), rupiah=1_000_000)


def test_what_was_received_stands_beside_the_target_by_quarter() -> None:
    reached = {(7, 1): Sold(5, 50_000), (7, 3): Sold(45, 450_000), (8, 1): Sold(99, 990_000)}

    (row,) = standings([TARGET], reached)

    assert [part.quantity for part in row.sold] == [5, 0, 45, 0]
    assert (row.quantity, row.rupiah, row.percent, row.missing) == (50, 500_000, 50, 50)


def test_more_than_the_target_lacks_nothing() -> None:
    (row,) = standings([TARGET], {(7, 4): Sold(250, 1)})

    assert (row.percent, row.missing, bar(row.percent)) == (250, 0, 100)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 0, 0), (5, 0, 0), (999, 1000, 99), (1000, 1000, 100), (0, 10, 0)]
)
def test_percent_is_rounded_down_so_that_100_means_reached(part: int, whole: int, shown: int) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 1, 15), 0),
        (date(2026, 4, 1), 10),
        (date(2026, 12, 31), 60),
        (date(2027, 1, 1), 100),
        (date(2025, 12, 31), 0),
    ],
)
def test_whole_quarters_that_are_over_are_expected(today: date, wanted: int) -> None:
    assert expected(TARGET, 2026, today) == wanted


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (12, 4)])
def test_quarters(month: int, quarter: int) -> None:
    assert quarter_of(date(2026, month, 1)) == quarter
