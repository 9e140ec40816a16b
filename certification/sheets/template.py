"""The empty workbook that offices fill: headings with hints, lists to choose from, two lines as examples, a guide."""

import io
from typing import Any

from certification.schemes import SCHEMES
from certification.sheets.columns import COLUMNS
from marketplace.core.text import _l
from marketplace.sheets.columns import Sort
from marketplace.web.i18n import _

LISTED_LINES = 5_000
"""Lines below the headings in which the lists to choose from are offered."""
CHOICES = {
    "kind": ("Koperasi", "Sertifikat"),
    "is_pkp": ("Ya", "Tidak"),
    "scheme": tuple(row.short_name for row in SCHEMES.values()),
}
GUIDE = (
    _l("One line is one cooperative or one certificate. Send the file on the page it came from."),
    _l("Nothing is stored before you have seen what would be stored, and have agreed."),
    _l("A cooperative is found by NIK koperasi, else NIB, else AHU number, else name and village."),
    _l("Cooperatives wait for approval; certificates are drafts until the cooperative adds a scan and sends them."),
    _l("An empty cell leaves what is stored. What a cooperative keeps itself is not changed."),
    _l("Sending the same file again changes nothing."),
)


def template_of(language: str) -> bytes:
    """Write the template; every column is text, so that no program drops a leading 0 or rounds a number."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    bold = book.add_format({"bold": True, "bg_color": "#E8EDF8", "border": 1, "text_wrap": True, "valign": "top"})
    text, wrapped = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(str(_("Data")))
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.heading(language), bold)
        sheet.write_comment(0, place, str(column.note), {"x_scale": 2})
        sheet.set_column(place, place, column.width, text)
        if column.key in CHOICES:
            sheet.data_validation(
                1, place, LISTED_LINES, place, {"validate": "list", "source": list(CHOICES[column.key])}
            )
    sheet.freeze_panes(1, 2)
    _write_guide(book.add_worksheet(str(_("Guide"))), language, bold, wrapped)
    book.close()
    return buffer.getvalue()


def _write_guide(sheet: Any, language: str, bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for line, sentence in enumerate(GUIDE):
        sheet.merge_range(line, 0, line, 1, str(sentence), wrapped)
    start = len(GUIDE) + 1
    sheet.write_string(start, 0, str(_("Column")), bold)
    sheet.write_string(start, 1, str(_("What to write")), bold)
    for line, column in enumerate(COLUMNS, start + 1):
        sheet.write_string(line, 0, column.heading(language), wrapped)
        words = str(column.note)
        if column.sort == Sort.CHOICE:
            words = f"{words} ({', '.join(CHOICES[column.key])})"
        sheet.write_string(line, 1, words, wrapped)
