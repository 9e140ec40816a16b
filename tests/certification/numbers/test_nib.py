"""Business identification numbers: 13 digits by what is known; others warn, since no source settles it."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
SAMPLE = "9999000012345"


@pytest.mark.parametrize(
    "written",
    [
        "9999000012345", "9999 0000 12345", "9999-0000-12345", "9999.0000.12345", "NIB 9999000012345",
        "NIB: 9999000012345", "nib.9999000012345", "No. NIB 9999000012345", "Nomor Induk Berusaha: 9999000012345",
        "Nomor Induk Berusaha (NIB) : 9999000012345", "OSS 9999000012345", "９９９９００００１２３４５",
        "\ufeff9999000012345", "9999\u00a00000\u00a012345", "(9999000012345)", "9 9 9 9 0 0 0 0 1 2 3 4 5",
    ],
)  # fmt: skip
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("nib", written, today=TODAY)

    assert (answer.normalized, answer.warnings) == (SAMPLE, ())


@pytest.mark.parametrize("count", [10, 12, 14, 16])
def test_an_unusual_length_warns(count: int) -> None:
    answer = explain("nib", "9" * count, today=TODAY)

    assert answer.valid
    assert [warning.code for warning in answer.warnings] == ["unusual_length"]


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", "empty"), ("NIB", "unreadable"), ("123456789", "wrong_length"), ("9" * 17, "wrong_length"),
        ("999900001234X", "unreadable"), ("P-IRT 2023524019999-31", "unreadable"), ("sedang diurus", "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_number_is_refused(written: str, error: str) -> None:
    assert [found.code for found in explain("nib", written, today=TODAY).errors] == [error]
