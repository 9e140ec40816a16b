"""Tables for spreadsheet programs, as .xlsx or .csv. A text stays a text: none of them is ever taken for a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula (OWASP, CSV Injection)."""
LONGEST_CELL = 32_767
"""Letters in one cell (Excel's own end)."""

Cell = str | int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet: its name (at most 31 letters), headings with widths in letters, and rows of as many cells."""

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


def xlsx_of(tables: Sequence[Table]) -> bytes:
    """Write tables as the sheets of one workbook; whole numbers are numbers, all else is text."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF8", "border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0"})
    for table in tables:
        _write(book.add_worksheet(table.name[:31]), table, bold, number)
    book.close()
    return buffer.getvalue()


def csv_of(table: Table) -> bytes:
    """Write one table as spreadsheet programs here expect it: semicolons, UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([head for head, _width in table.heads])
    writer.writerows([[_marked(cell) for cell in row] for row in table.rows])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _write(sheet: Any, table: Table, bold: Any, number: Any) -> None:
    for place, (head, width) in enumerate(table.heads):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, width)
    for line, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell, number)
            elif cell:
                sheet.write_string(line, place, cell[:LONGEST_CELL])
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)


def _marked(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell
