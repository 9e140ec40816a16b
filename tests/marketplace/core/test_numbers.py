"""Whole numbers in what a browser sends: a number, or nothing; never an error."""

import pytest

from marketplace.core.numbers import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5_000, None),
        ("", None),
        (" 7", None),
        ("7\n", None),
        ("-7", None),
        ("+7", None),
        ("7.0", None),
        ("1_000", None),
        ("٧", None),
        ("７", None),
        ("²", None),
        ("tujuh", None),
    ],
)
def test_digits_from_0_to_9_are_a_number_and_all_else_is_none(text: str, number: int | None) -> None:
    assert whole(text) == number
    assert whole(text, -1) == (-1 if number is None else number)
