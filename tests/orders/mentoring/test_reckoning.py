"""The figures of a report and its month."""

from datetime import date

import pytest

from marketplace.core.months import Month, month_of, read_month
from orders.mentoring.reckoning import NAMES, PRINTED, Figures, added, differences, kept, read_kept


def test_kept_figures_are_read_back_and_unknown_ones_are_zero() -> None:
    figures = Figures(visits=3, realised=12_000)

    assert read_kept(kept(figures)) == figures
    assert read_kept({"visits": 2, "id": 9, "name": "KDMP"}) == Figures(visits=2)


def test_every_figure_has_its_words_on_the_page_and_on_paper() -> None:
    assert list(NAMES) == list(PRINTED) == list(kept(Figures()))


def test_figures_add_up_and_differences_name_both_sides() -> None:
    first, second = Figures(visits=1, committed=5), Figures(visits=2, realised=7)

    assert added([first, second]) == Figures(visits=3, committed=5, realised=7)
    assert differences(first, second) == {"visits": (1, 2), "committed": (5, 0), "realised": (0, 7)}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-11", date(2026, 11, 1)),
        (" 2026-02 ", date(2026, 2, 1)),
        ("2026-13", None),
        ("2026-00", None),
        ("1999-11", None),
        ("2026-1", None),
        ("", None),
        ("11-2026", None),
    ],
)
def test_months_of_addresses(text: str, first: date | None) -> None:
    found = read_month(text)

    assert (found.first if found else None) == first


def test_a_month_knows_its_neighbours_and_its_last_day() -> None:
    month = month_of(date(2028, 2, 29))

    assert (str(month), month.last) == ("2028-02", date(2028, 2, 29))
    assert (str(month.before), str(month.next), str(Month(date(2026, 12, 1)).next)) == ("2028-01", "2028-03", "2027-01")
