"""The printing kit: data is shown, never run."""

from datetime import date

import pytest

from marketplace.adapters.pdf import printed_day, printed_number, qr_svg


@pytest.mark.parametrize(
    ("day", "printed"), [(date(2026, 11, 24), "24 November 2026"), (date(2027, 5, 1), "1 Mei 2027")]
)
def test_days_are_printed_the_indonesian_way(day: date, printed: str) -> None:
    assert printed_day(day) == printed


@pytest.mark.parametrize(("number", "printed"), [(0, "0"), (999, "999"), (1234567, "1.234.567")])
def test_numbers_are_printed_the_indonesian_way(number: int, printed: str) -> None:
    assert printed_number(number) == printed


def test_qr_code_is_the_same_each_time_and_has_its_quiet_border() -> None:
    drawn = qr_svg("https://etalase.example/p/PRD00001")

    assert drawn == qr_svg("https://etalase.example/p/PRD00001")
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
