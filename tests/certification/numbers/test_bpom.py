"""Distribution licence numbers: letters of the series and the right count of digits."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
SAMPLE = "MD 243513999900131"


@pytest.mark.parametrize(
    "written",
    [
        "MD 243513999900131",
        "MD243513999900131",
        "md 243513999900131",
        "Md. 243513999900131",
        "BPOM RI MD 243513999900131",
        "BPOM RI MD243513999900131",
        "bpom ri md 243513999900131",
        "BPOM-RI-MD-243513999900131",
        "BPOM MD 2435 1399 9900 131",
        "Badan POM RI MD 243513999900131",
        "POM MD 243513999900131",
        "No. Reg. BPOM RI MD 243513999900131",
        "Nomor izin edar: MD 243513999900131",
        "MD: 243.513.999.900.131",
        "MD/243513999900131",
        "ＭＤ　２４３５１３９９９９００１３１",
        "\u200eMD 243513999900131\u200f",
        "  MD\t243513999900131 ",
        "M D 243513999900131",
        "(MD) 243513999900131",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("bpom", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()


@pytest.mark.parametrize(
    ("number",             "meaning",                "warnings"),
    [
        ("MD 243513999900131", "Food made in Indonesia", []),
        ("MD 071182004300360", "Food made in Indonesia", []),
        ("MD 245213001234",    "Food made in Indonesia", []),
        ("MD 000000000000",    "Food made in Indonesia", []),
        ("ML 245213001234",    "Imported food",          ["imported"]),
        ("ML 243513999900131", "Imported food",          ["imported"]),
        ("NA18171234567",      "Cosmetics",              ["other_scheme"]),
        ("NB18171234567",      "Cosmetics",              ["other_scheme"]),
        ("NC18171234567",      "Cosmetics",              ["other_scheme"]),
        ("ND18171234567",      "Cosmetics",              ["other_scheme"]),
        ("NE18171234567",      "Cosmetics",              ["other_scheme"]),
        ("TR123456789",        "Traditional medicine",   ["other_scheme"]),
        ("TI123456789",        "Traditional medicine",   ["other_scheme"]),
        ("TL123456789",        "Traditional medicine",   ["other_scheme"]),
        ("HT123456789",        "Traditional medicine",   ["other_scheme"]),
        ("FF123456789",        "Traditional medicine",   ["other_scheme"]),
        ("SD123456789",        "Health supplement",      ["other_scheme"]),
        ("SI123456789",        "Health supplement",      ["other_scheme"]),
        ("SL123456789",        "Health supplement",      ["other_scheme"]),
    ],
)  # fmt: skip
def test_the_series_says_what_the_number_is_for(number: str, meaning: str, warnings: list[str]) -> None:
    answer = explain("bpom", number, today=TODAY)

    assert answer.valid
    assert answer.normalized == number
    assert list(answer.parts) == ["series", "number"]
    assert str(answer.parts["series"].meaning) == meaning
    assert answer.parts["number"].code == number[2:].strip()
    assert [warning.code for warning in answer.warnings] == warnings


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                      "empty"),
        ("BPOM RI MD",            "unreadable"),
        ("243513999900131",       "letters_missing"),
        ("245213001234",          "letters_missing"),
        ("BPOM 245213001234",     "letters_missing"),
        ("MD 24521300123",        "wrong_length"),
        ("MD 2452130012345",      "wrong_length"),
        ("MD 24521300123456",     "wrong_length"),
        ("MD 2435139999001311",   "wrong_length"),
        ("NA1817123456",          "wrong_length"),
        ("TR 1234567890",         "wrong_length"),
        ("MX 245213001234",       "unreadable"),
        ("MD MD 245213001234",    "unreadable"),
        ("MD 24521300123O",       "unreadable"),
        ("P-IRT 2023524019999-31", "unreadable"),
        ("ID35110009999990526",   "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_bpom_number_is_refused(written: str, error: str) -> None:
    answer = explain("bpom", written, today=TODAY)

    assert not answer.valid
    assert [found.code for found in answer.errors] == [error]


def test_a_wrong_length_says_which_is_right() -> None:
    food, cosmetic = (explain("bpom", text, today=TODAY).errors[0] for text in ("MD 123", "NA123"))

    assert str(food.message) == "The number has 3 digits after MD, not 12 or 15."
    assert str(cosmetic.message) == "The number has 3 digits after NA, not 11."
