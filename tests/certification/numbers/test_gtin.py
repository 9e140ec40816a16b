"""Barcode numbers: the check digit decides; 899 tells who issued the number."""

from datetime import date

import pytest

from certification.numbers import explain

TODAY = date(2026, 11, 24)
VALID = ("8993524000019", "8993524000026", "8991234506784", "8990000000013")


@pytest.mark.parametrize("number", VALID)
def test_numbers_with_the_right_last_digit_are_valid(number: str) -> None:
    answer = explain("gtin", number, today=TODAY)

    assert answer.valid
    assert answer.normalized == number
    assert answer.warnings == ()


@pytest.mark.parametrize("number", VALID)
@pytest.mark.parametrize("step", range(1, 10))
def test_any_other_last_digit_is_refused_and_the_right_one_named(number: str, step: int) -> None:
    wrong = number[:-1] + str((int(number[-1]) + step) % 10)

    answer = explain("gtin", wrong, today=TODAY)

    assert not answer.valid
    assert answer.normalized == wrong
    assert [error.code for error in answer.errors] == ["check_digit"]
    assert f"should be {number[-1]}" in str(answer.errors[0].message)


@pytest.mark.parametrize(
    "written",
    [
        "8993524000019",
        " 8993524000019 ",
        "8 993524 000019",
        "899-3524-00001-9",
        "899.3524.000019",
        "EAN 8993524000019",
        "EAN-13: 8993524000019",
        "ean13 8993524000019",
        "GTIN 8993524000019",
        "GTIN-13 8993524000019",
        "Barcode: 8993524000019",
        "Kode barcode 8993524000019",
        "No. 8993524000019",
        "８９９３５２４００００１９",
        "*8993524000019*",
        "899\u200b3524\u200b000019",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("gtin", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == "8993524000019"


@pytest.mark.parametrize(
    ("number",         "parts",                              "warnings"),
    [
        ("8993524000019",  ["899", "352400001", "9"],        []),
        ("18993524000016", ["1", "899", "352400001", "6"],   []),
        ("08993524000019", ["0", "899", "352400001", "9"],   []),
        ("4006381333931",  ["400", "638133393", "1"],        ["other_issuer"]),
        ("036000291452",   ["03", "600029145", "2"],         ["other_issuer"]),
        ("96385074",       ["963", "8507", "4"],             ["other_issuer"]),
        ("2012345678903",  ["201", "234567890", "3"],        ["in_store"]),
        ("0212345678909",  ["021", "234567890", "9"],        ["in_store"]),
        ("20123451",       ["201", "2345", "1"],             ["in_store"]),
    ],
)  # fmt: skip
def test_the_number_is_explained_part_by_part(number: str, parts: list[str], warnings: list[str]) -> None:
    answer = explain("gtin", number, today=TODAY)

    assert [part.code for part in answer.parts.values()] == parts
    assert [warning.code for warning in answer.warnings] == warnings
    assert answer.errors == ()


def test_899_is_no_country_of_origin() -> None:
    meaning = str(explain("gtin", VALID[0], today=TODAY).parts["prefix"].meaning)

    assert meaning == "Issued by GS1 Indonesia. This does not tell where the goods come from."


@pytest.mark.parametrize(
    ("written", "errors"),
    [
        ("",                 ["empty"]),
        ("barcode",          ["unreadable"]),
        ("899352400001X",    ["unreadable"]),
        ("899352400001",     ["check_digit"]),
        ("89935240000",      ["wrong_length"]),
        ("1",                ["wrong_length"]),
        ("899352400001900",  ["wrong_length"]),
        ("0000000000000",    ["all_zeros"]),
        ("00000000",         ["all_zeros"]),
        ("8997000012345",    ["check_digit"]),
        ("²⁹",               ["wrong_length"]),
    ],
)  # fmt: skip
def test_what_cannot_be_a_barcode_is_refused(written: str, errors: list[str]) -> None:
    answer = explain("gtin", written, today=TODAY)

    assert [error.code for error in answer.errors] == errors
