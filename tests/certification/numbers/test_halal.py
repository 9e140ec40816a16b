"""Halal numbers: every written form is read, odd ones warn, only what cannot be one is refused."""

from datetime import date

import pytest

from certification.numbers import NumberContext, explain

TODAY = date(2026, 11, 24)
SAMPLE = "ID35110009999990526"


@pytest.mark.parametrize(
    "written",
    [
        "ID35110009999990526",
        "id35110009999990526",
        "  ID35110009999990526\n",
        "ID 35110009999990526",
        "ID 3511 0009 9999 90526",
        "ID.35.11.000999999.05.26",
        "ID-35-11-000999999-0526",
        "ID–35110009999990526",
        "35110009999990526",
        "No. ID35110009999990526",
        "Nomor: ID35110009999990526",
        "Nomor Sertifikat Halal : ID35110009999990526",
        "BPJPH ID35110009999990526",
        "(ID35110009999990526)",
        "ＩＤ３５１１０００９９９９９９０５２６",
        "ID٣٥١١٠٠٠٩٩٩٩٩٩٠٥٢٦",
        "\ufeffID35110009999\u200b990526",
        "ID\u00a035110009999990526",
        "SH ID35110009999990526",
        "ID_35110009999990526",
        "\tId: 3511-0009-9999-9052-6",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("halal", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()


def test_the_number_is_explained_part_by_part() -> None:
    answer = explain("halal", SAMPLE, today=TODAY)

    assert [(name, part.code, str(part.meaning)) for name, part in answer.parts.items()] == [
        ("province", "35", "Jawa Timur"),
        ("number", "11000999999", "Running number"),
        ("month", "05", "May"),
        ("year", "26", "2026"),
    ]


@pytest.mark.parametrize(
    ("number",                 "province",        "year", "warnings"),
    [
        ("ID35110001325901022",  "Jawa Timur",      "22", []),
        ("ID35110000214820323",  "Jawa Timur",      "23", []),
        ("ID35110001234561126",  "Jawa Timur",      "26", []),
        ("ID35110002345671126",  "Jawa Timur",      "26", []),
        ("ID35110000987650825",  "Jawa Timur",      "25", []),
        ("ID33110000000011223",  "Jawa Tengah",     "23", []),
        ("ID31110000000010124",  "Daerah Khusus Ibukota Jakarta", "24", []),
        ("ID11110000000010624",  "Aceh",            "24", []),
        ("ID94110000000010624",  "Papua Tengah",    "24", []),
        ("ID35110009999991226",  "Jawa Timur",      "26", ["future"]),
        ("ID35110009999990127",  "Jawa Timur",      "27", ["future"]),
        ("ID35110009999991326",  "Jawa Timur",      "26", ["unusual_month"]),
        ("ID35110009999990026",  "Jawa Timur",      "26", ["unusual_month"]),
        ("ID00110009999990526",  "Unknown province", "26", ["unknown_province"]),
        ("ID99110009999990526",  "Unknown province", "26", ["unknown_province"]),
        ("ID351100099999905",    "Jawa Timur",      None, ["unusual_length"]),
        ("ID3511000999999052",   "Jawa Timur",      None, ["unusual_length"]),
        ("ID351100099999905261", "Jawa Timur",      None, ["unusual_length"]),
        ("ID001100099999905",    "Unknown province", None, ["unknown_province", "unusual_length"]),
    ],
)  # fmt: skip
def test_odd_numbers_warn(number: str, province: str, year: str | None, warnings: list[str]) -> None:
    answer = explain("halal", number, today=TODAY)

    assert answer.valid
    assert answer.normalized == number
    assert str(answer.parts["province"].meaning) == province
    assert (answer.parts["year"].code if "year" in answer.parts else None) == year
    assert [warning.code for warning in answer.warnings] == warnings


@pytest.mark.parametrize(
    ("written",                 "normal",           "warning"),
    [
        ("04030021380616",        "04030021380616",   "mui_number"),
        ("0403 0021 3806 16",     "04030021380616",   "mui_number"),
        ("LPPOM-04030021380616",  "04030021380616",   "mui_number"),
        ("LPPOM MUI 04030021380616", "04030021380616", "mui_number"),
        ("No. KH 1234567890123",  "KH1234567890123",  "decree_number"),
        ("KH-12345678901234567",  "KH12345678901234567", "decree_number"),
    ],
)  # fmt: skip
def test_other_numbers_of_the_halal_papers_are_told_apart(written: str, normal: str, warning: str) -> None:
    answer = explain("halal", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == normal
    assert [found.code for found in answer.warnings] == [warning]


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                        "empty"),
        ("   \n",                   "empty"),
        ("ID",                      "unreadable"),
        ("halal",                   "unreadable"),
        ("ID123",                   "wrong_length"),
        ("ID04030021380616",        "wrong_length"),
        ("ID3511000999999052612",   "wrong_length"),
        ("123",                     "wrong_length"),
        ("KH123",                   "wrong_length"),
        ("ID3511000999999052X",     "unreadable"),
        ("ID3511000O999990526",     "unreadable"),
        ("MD 243513999900131",      "unreadable"),
        ("35110009999990526ID",     "unreadable"),
        ("ID35110009999990526 and", "unreadable"),
        ("ID３５１１<b>",           "unreadable"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_halal_number_is_refused(written: str, error: str) -> None:
    answer = explain("halal", written, today=TODAY)

    assert not answer.valid
    assert [found.code for found in answer.errors] == [error]
    assert answer.normalized == ""


@pytest.mark.parametrize(
    ("context", "warnings"),
    [
        (NumberContext(region_code="35.24.05.1003"),       []),
        (NumberContext(region_code="35"),                  []),
        (NumberContext(region_code="33.24"),               ["region_differs"]),
        (NumberContext(issued_on=date(2026, 5, 18)),       []),
        (NumberContext(issued_on=date(2026, 7, 1)),        []),
        (NumberContext(issued_on=date(2026, 4, 30)),       ["issue_differs"]),
        (NumberContext(region_code="33", issued_on=date(2025, 1, 1)), ["region_differs", "issue_differs"]),
    ],
)  # fmt: skip
def test_the_number_is_held_against_what_else_is_known(context: NumberContext, warnings: list[str]) -> None:
    answer = explain("halal", SAMPLE, context=context, today=TODAY)

    assert answer.valid
    assert [warning.code for warning in answer.warnings] == warnings
