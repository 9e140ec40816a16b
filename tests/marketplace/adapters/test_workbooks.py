"""Tables for spreadsheet programs: a text stays a text, whatever it begins with."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from marketplace.adapters.workbooks import Table, csv_of, xlsx_of

BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r=", "=1+1;", '="', "=HYPERLINK(", "=cmd|' /C calc'!A0")
PAYLOADS = [f"{begin}{rest}" for begin in BEGINNINGS for rest in ("cmd|' /C calc'!A0", "1+1", "SUM(A1:A9)", "x")]


def table(*cells: str | int | None) -> Table:
    return Table(name="Uji", heads=[("Nama", 10)], rows=[[cell] for cell in cells])


def test_t67_no_text_becomes_a_formula_in_a_workbook() -> None:
    assert len(PAYLOADS) == 40

    found = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of([table(*PAYLOADS)]))).get_sheet_by_index(0)

    assert [row[0] for row in found.to_python()[1:]] == PAYLOADS
    assert b"<f>" not in xlsx_of([table(*PAYLOADS)])


@pytest.mark.parametrize("text", PAYLOADS)
def test_t67_no_text_becomes_a_formula_in_a_csv(text: str) -> None:
    written = csv_of(table(text)).decode("utf-8-sig")

    [[_head], [cell]] = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    assert cell == f"'{text}"


def test_numbers_stay_numbers_and_nothing_stays_nothing() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of([table(1_500_000, None, "12")])))

    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == [1_500_000, "", "12"]
    assert csv_of(table(-5)).decode("utf-8-sig").splitlines()[1] == "-5"
