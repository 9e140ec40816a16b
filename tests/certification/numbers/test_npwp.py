"""Tax numbers: 15 digits become 16, and the number of a person is named as such and never taken apart."""

from datetime import date

import pytest
from stdnum.id import npwp

from certification.numbers import explain

TODAY = date(2026, 11, 24)
SAMPLE = "0013121660091000"


@pytest.mark.parametrize(
    "written",
    [
        "01.312.166.0-091.000",
        "013121660091000",
        "0013121660091000",
        "01 312 166 0 091 000",
        "0013 1216 6009 1000",
        "01-312-166-0-091-000",
        "01.312.166.0–091.000",
        "NPWP 01.312.166.0-091.000",
        "NPWP: 01.312.166.0-091.000",
        "npwp 013121660091000",
        "No. NPWP 01.312.166.0-091.000",
        "Nomor Pokok Wajib Pajak: 01.312.166.0-091.000",
        "NPWP 0013121660091000",
        "０１．３１２．１６６．０－０９１．０００",
        "\u200b013121660091000\ufeff",
        "01/312/166/0/091/000",
        "(01.312.166.0-091.000)",
        "01.312.166.0 - 091.000",
        "  0013121660091000\n",
        "01\u00a0312\u00a0166\u00a00\u00a0091\u00a0000",
    ],
)
def test_every_written_form_becomes_sixteen_digits(written: str) -> None:
    answer = explain("npwp", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()
    assert npwp.is_valid(answer.normalized)


def test_the_number_is_explained_part_by_part() -> None:
    answer = explain("npwp", SAMPLE, today=TODAY)

    assert [(name, part.code, str(part.meaning)) for name, part in answer.parts.items()] == [
        ("number", "001312166", "Number of the taxpayer"),
        ("check_digit", "0", "Check digit"),
        ("tax_office", "091", "Code of the tax office"),
        ("branch", "000", "Head office"),
    ]
    assert str(explain("npwp", "0013121660091001", today=TODAY).parts["branch"].meaning) == "Branch"


@pytest.mark.parametrize("written", ["01.312.166.1-091.000", "0013121669091000", "016090525017000"])
def test_a_check_digit_that_does_not_fit_warns_and_never_blocks(written: str) -> None:
    answer = explain("npwp", written, today=TODAY)

    assert answer.valid
    assert [warning.code for warning in answer.warnings] == ["check_digit"]
    assert not npwp.is_valid(answer.normalized)


@pytest.mark.parametrize("written", ["3524014107800001", "3524 0141 0780 0001", "NPWP 1000000000123456"])
def test_the_number_of_a_person_is_named_and_never_taken_apart(written: str) -> None:
    answer = explain("npwp", written, today=TODAY)

    assert answer.valid
    assert answer.parts == {}
    assert [warning.code for warning in answer.warnings] == ["nik"]
    assert not any(told in str(answer.warnings[0].message) for told in ("1980", "Lamongan", "Jawa"))


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                        "empty"),
        ("NPWP",                    "unreadable"),
        ("12345",                   "wrong_length"),
        ("01.312.166.0-091.00",     "wrong_length"),
        ("01312166009100",          "wrong_length"),
        ("00131216600910000",       "wrong_length"),
        ("0013121660091000000000",  "wrong_length"),
        ("01.312.166.O-091.000",    "unreadable"),
        ("01.312.166.0-091.000 a",  "unreadable"),
        ("belum punya",             "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_tax_number_is_refused(written: str, error: str) -> None:
    assert [found.code for found in explain("npwp", written, today=TODAY).errors] == [error]
