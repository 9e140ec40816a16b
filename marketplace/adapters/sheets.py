"""Spreadsheets from strangers: .xlsx or .csv becomes plain rows of texts, or a sentence saying what to do."""

import json
from dataclasses import dataclass

from marketplace.adapters.isolation import ChildFailed, Limits, run_isolated
from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_001
"""The headings and 2,000 lines."""
MAX_COLUMNS = 60
LIMITS = Limits(memory_mebibytes=512, cpu_seconds=8, wall_seconds=12.0)

REFUSALS = {
    "sheet_empty": _l("The file is empty. Choose the file again."),
    "sheet_too_big_bytes": _l("The file is larger than 5 MB. Split it into several files."),
    "sheet_type": _l("This is no spreadsheet that we can read. Save it as .xlsx or .csv."),
    "sheet_old": _l(
        "The file is of the old kind (.xls) or locked with a password. Save it as .xlsx without a password."
    ),
    "sheet_broken": _l("The spreadsheet is damaged. Open it and save it again as .xlsx or .csv."),
    "sheet_bomb": _l("The spreadsheet unpacks to far more than it should. Save it again with nothing but the table."),
    "sheet_too_many_rows": _l("The spreadsheet has more than 2,000 lines. Split it into several files."),
    "sheet_too_wide": _l("The spreadsheet has too many columns. Keep only those of the template."),
}
"""Code of a refusal to the words beside the field."""


@dataclass(frozen=True)
class Line:
    """One filled line: its number as spreadsheet programs show it, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


def read_sheet(data: bytes, *, max_rows: int = MAX_ROWS) -> list[Line]:
    """Read the first sheet of an .xlsx or a .csv, told apart by the content alone; ``max_rows`` with the headings.

    Raises ``Invalid`` on ``file`` with a code of ``REFUSALS``; ``Unavailable`` when too many uploads are at work.
    """
    if not data:
        raise refusal("sheet_empty")
    if len(data) > MAX_BYTES:
        raise refusal("sheet_too_big_bytes")
    try:
        answer, files = run_isolated(
            "sheet", data, figures={"max_rows": max_rows, "max_columns": MAX_COLUMNS}, limits=LIMITS
        )
    except ChildFailed as error:
        raise refusal("sheet_broken") from error
    if "refused" in answer:
        raise _too_long(max_rows) if answer["refused"] == "sheet_too_many_rows" else refusal(str(answer["refused"]))
    return [Line(number, tuple(cells)) for number, cells in json.loads(files[0])]


def _too_long(max_rows: int) -> Invalid:
    if max_rows == MAX_ROWS:
        return refusal("sheet_too_many_rows")
    words = _l("The spreadsheet has more than %(count)s lines. Split it into several files.", count=max_rows - 1)
    return Invalid.field("file", words, code="sheet_too_many_rows")


def refusal(code: str) -> Invalid:
    """Return the error for one of ``REFUSALS``."""
    return Invalid.field("file", REFUSALS[code], code=code)
