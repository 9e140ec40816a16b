"""Numbers of orders and papers as they are printed."""

from datetime import date

import pytest

from orders.numbering import Series, order_number, paper_number


@pytest.mark.parametrize(
    ("sequence", "day", "number"),
    [
        (148, date(2026, 11, 24), "PSN-2611-0148"),
        (1, date(2027, 1, 1), "PSN-2701-0001"),
        (12_345, date(2026, 2, 3), "PSN-2602-12345"),
    ],
)
def test_an_order_carries_year_month_and_its_place_in_the_year(sequence: int, day: date, number: str) -> None:
    assert order_number(sequence, day) == number


ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(("month", "roman"), list(enumerate(ROMAN, start=1)))
def test_papers_write_the_month_in_roman_figures(month: int, roman: str) -> None:
    number = paper_number(Series.INVOICE, 7, "KDMPWERU", date(2026, month, 9))

    assert number == f"007/INV/KDMPWERU/{roman}/2026"


def test_each_kind_of_paper_has_its_own_letters() -> None:
    assert paper_number(Series.DELIVERY_NOTE, 1000, "KDMP2", date(2026, 5, 1)) == "1000/SJ/KDMP2/V/2026"
