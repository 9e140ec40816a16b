"""Numbers of traditional medicine and supplements: two letters and 9 digits."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
SAMPLE = "TR123456789"


@pytest.mark.parametrize(
    "written",
    [
        "TR123456789",
        "tr123456789",
        "TR 123456789",
        "TR. 123 456 789",
        "TR-123456789",
        "T R 123456789",
        "POM TR 123456789",
        "POM TR. 123456789",
        "POM. TR123456789",
        "BPOM TR123456789",
        "BPOM RI TR 123456789",
        "Badan POM RI TR 123456789",
        "No. Reg. POM TR 123456789",
        "No. Reg BPOM TR123456789",
        "Nomor izin edar: TR123456789",
        "Jamu TR 123456789",
        "Obat Tradisional POM TR 123456789",
        "ＴＲ１２３４５６７８９",
        "TR\u200b123456789\ufeff",
        "TR\u00a0123\u00a0456\u00a0789",
        "[TR123456789]",
        "TR—123456789",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("traditional", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()


@pytest.mark.parametrize(
    ("letters", "meaning"),
    [
        ("TR", "Traditional medicine"),
        ("TI", "Traditional medicine"),
        ("TL", "Traditional medicine"),
        ("HT", "Traditional medicine"),
        ("FF", "Traditional medicine"),
        ("SD", "Health supplement"),
        ("SI", "Health supplement"),
        ("SL", "Health supplement"),
    ],
)
def test_the_series_says_what_it_is_for(letters: str, meaning: str) -> None:
    answer = explain("traditional", f"POM {letters} 123456789", today=TODAY)

    assert (answer.normalized, answer.warnings) == (f"{letters}123456789", ())
    assert str(answer.parts["series"].meaning) == meaning


@pytest.mark.parametrize(
    ("written",             "normal",             "words"),
    [
        ("MD 243513999900131", "MD 243513999900131", "food"),
        ("NA18171234567",      "NA18171234567",      "cosmetics"),
    ],
)  # fmt: skip
def test_a_number_of_other_goods_is_read_and_told_where_it_belongs(written: str, normal: str, words: str) -> None:
    answer = explain("traditional", written, today=TODAY)

    assert (answer.normalized, [warning.code for warning in answer.warnings]) == (normal, ["other_scheme"])
    assert words in str(answer.warnings[0].message)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                "empty"),
        ("TR",              "unreadable"),
        ("123456789",       "letters_missing"),
        ("POM 123456789",   "letters_missing"),
        ("TR12345678",      "wrong_length"),
        ("TR1234567890",    "wrong_length"),
        ("SD1",             "wrong_length"),
        ("TX123456789",     "unreadable"),
        ("RT123456789",     "unreadable"),
        ("TR12345678O",     "unreadable"),
        ("TR123456789TR",   "unreadable"),
        ("kunyit asam",     "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_number_is_refused(written: str, error: str) -> None:
    assert [found.code for found in explain("traditional", written, today=TODAY).errors] == [error]
