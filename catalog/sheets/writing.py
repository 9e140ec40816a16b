"""Products written as .xlsx or .csv. Texts stay texts: no spreadsheet program takes one of them for a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from catalog.sheets.cells import Cell
from catalog.sheets.columns import BY_KEY, COLUMNS
from catalog.sheets.vocabulary import WORDS, words
from marketplace.adapters.workbooks import FORMULA_MARKS
from marketplace.sheets.columns import Sort
from marketplace.web.i18n import _

LISTED_LINES = 2_000
"""Lines below the headings in which the lists to choose from are offered."""
Row = dict[str, Cell]


def csv_of(rows: Sequence[Row], language: str) -> bytes:
    """Write a .csv as spreadsheet programs here expect it: semicolons, UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading(language) for column in COLUMNS])
    writer.writerows([[_marked(row.get(column.key)) for column in COLUMNS] for row in rows])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_of(rows: Sequence[Row], language: str) -> bytes:
    """Write an .xlsx: the products, what the columns mean, and the lists to choose from."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF8", "border": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    products = book.add_worksheet(str(_("Products")))
    _write_products(products, rows, language, bold, text)
    _write_guide(book.add_worksheet(str(_("Guide"))), language, bold, wrapped)
    lists = book.add_worksheet("Daftar")
    _write_lists(lists, products)
    book.close()
    return buffer.getvalue()


def _write_products(sheet: Any, rows: Sequence[Row], language: str, bold: Any, text: Any) -> None:
    for number, column in enumerate(COLUMNS):
        sheet.write_string(0, number, column.heading(language), bold)
        sheet.write_comment(0, number, str(column.note), {"x_scale": 2})
        sheet.set_column(number, number, column.width, None if column.sort == Sort.NUMBER else text)
    for line, row in enumerate(rows, 1):
        for number, column in enumerate(COLUMNS):
            _write(sheet, line, number, row.get(column.key))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)


def _write(sheet: Any, line: int, number: int, cell: Cell) -> None:
    if isinstance(cell, int):
        sheet.write_number(line, number, cell)
    elif cell:
        sheet.write_string(line, number, cell)


def _write_guide(sheet: Any, language: str, bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    guide = (
        _("One line is one product. Mend what you like, save the file, and send it on the page it came from."),
        _("Nothing is changed before you have seen what would be changed, and have agreed."),
        _("Lines with a code change that product; lines without one make a new draft."),
        _("Delete columns that you do not need: what has no column stays as it is."),
        _("An empty cell empties what may be empty: description, pack, packaging, barcode and the like."),
    )
    for line, sentence in enumerate(guide):
        sheet.merge_range(line, 0, line, 1, str(sentence), wrapped)
    start = len(guide) + 1
    sheet.write_string(start, 0, str(_("Column")), bold)
    sheet.write_string(start, 1, str(_("What to write")), bold)
    for line, column in enumerate(COLUMNS, start + 1):
        sheet.write_string(line, 0, column.heading(language), wrapped)
        sheet.write_string(line, 1, str(column.note), wrapped)


def _write_lists(sheet: Any, products: Any) -> None:
    keys = [column.key for column in COLUMNS if column.sort in (Sort.CHOICE, Sort.CHOICES) and column.key in WORDS]
    for place, key in enumerate(keys):
        choices = words(key)
        for line, choice in enumerate(choices):
            sheet.write_string(line, place, choice)
        if BY_KEY[key].sort == Sort.CHOICES:
            continue  # several names in one cell: the list shows them, and nothing is forced
        letter = chr(ord("A") + place)
        number = next(index for index, column in enumerate(COLUMNS) if column.key == key)
        source = f"=Daftar!${letter}$1:${letter}${len(choices)}"
        products.data_validation(1, number, LISTED_LINES, number, {"validate": "list", "source": source})


def _marked(cell: Cell) -> Cell:
    """Put ``'`` before what a spreadsheet program would take for a formula; it is taken off again when it is read."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell
