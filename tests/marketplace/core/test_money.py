"""Whole rupiah: rounding, printing, spelling."""

import pytest

from marketplace.core.money import amount_in_words, format_rupiah, round_half_up


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 3, 0), (1, 2, 1), (-1, 2, -1), (1, 3, 0), (2, 3, 1), (15, 10, 2), (25, 10, 3), (13_750 * 11, 12, 12_604)],
)
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up(numerator, denominator) == expected


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_must_be_positive(denominator: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        round_half_up(1, denominator)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0, "Rp0"), (999, "Rp999"), (1_234_567, "Rp1.234.567"), (-5_000, "-Rp5.000"), (9_999_999_999, "Rp9.999.999.999")],
)
def test_rupiah_print_with_dots_and_no_space(amount: int, expected: str) -> None:
    assert format_rupiah(amount) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "nol rupiah"),
        (11, "sebelas rupiah"),
        (1000, "seribu rupiah"),
        (1_234_567, "satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh rupiah"),
        (2_000_000_000, "dua miliar rupiah"),
    ],
)
def test_amounts_are_spelled_as_on_a_receipt(amount: int, expected: str) -> None:
    assert amount_in_words(amount) == expected
