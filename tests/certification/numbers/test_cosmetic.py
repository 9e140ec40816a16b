"""Numbers of cosmetics: N, a letter from A to E, and 11 digits."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
SAMPLE = "NA18171234567"


@pytest.mark.parametrize(
    "written",
    [
        "NA18171234567",
        "na18171234567",
        "Na 18171234567",
        "NA 1817 1234 567",
        "NA-18171234567",
        "NA.18.17.1234567",
        "N A 18171234567",
        "NA: 18171234567",
        "NA/18171234567",
        "BPOM NA18171234567",
        "BPOM RI NA 18171234567",
        "POM NA 18171234567",
        "POM NA18171234567",
        "Notifikasi: NA18171234567",
        "No. Notifikasi NA18171234567",
        "Nomor Notifikasi Kosmetika NA 18171234567",
        "No. Reg. BPOM NA18171234567",
        "ＮＡ１８１７１２３４５６７",
        "\u200bNA18171234567\ufeff",
        "NA\u00a018171234567",
        "(NA18171234567)",
        "NA–18171234567",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("cosmetic", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()
    assert [(name, part.code, str(part.meaning)) for name, part in answer.parts.items()] == [
        ("series", "NA", "Cosmetics"),
        ("number", "18171234567", "Registration number"),
    ]


@pytest.mark.parametrize("letters", ["NA", "NB", "NC", "ND", "NE"])
def test_all_five_series_are_cosmetics(letters: str) -> None:
    answer = explain("cosmetic", f"{letters}18171234567", today=TODAY)

    assert (answer.normalized, answer.warnings) == (f"{letters}18171234567", ())


@pytest.mark.parametrize(
    ("written",             "normal",             "words"),
    [
        ("MD 243513999900131", "MD 243513999900131", "food"),
        ("ML 245213001234",    "ML 245213001234",    "food"),
        ("TR123456789",        "TR123456789",        "traditional medicine"),
        ("POM SD 123456789",   "SD123456789",        "traditional medicine"),
    ],
)  # fmt: skip
def test_a_number_of_other_goods_is_read_and_told_where_it_belongs(written: str, normal: str, words: str) -> None:
    answer = explain("cosmetic", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == normal
    assert [warning.code for warning in answer.warnings][-1] == "other_scheme"
    assert words in str(answer.warnings[-1].message)


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                     "empty"),
        ("NA",                   "unreadable"),
        ("18171234567",          "letters_missing"),
        ("BPOM 18171234567",     "letters_missing"),
        ("NA1817123456",         "wrong_length"),
        ("NA181712345678",       "wrong_length"),
        ("NA1",                  "wrong_length"),
        ("NF18171234567",        "unreadable"),
        ("AN18171234567",        "unreadable"),
        ("NA1817123456O",        "unreadable"),
        ("NA18171234567 krim",   "unreadable"),
        ("NA NA18171234567",     "unreadable"),
        ("ID35110009999990526",  "unreadable"),
        ("krim wajah",           "unreadable"),
        ("NA18171234567" * 10,   "too_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_such_a_number_is_refused(written: str, error: str) -> None:
    answer = explain("cosmetic", written, today=TODAY)

    assert [found.code for found in answer.errors] == [error]
    assert answer.normalized == ""
