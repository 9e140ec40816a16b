"""A spreadsheet that was sent: its headings found, its lines kept for the job that works on them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.adapters.sheets import Line
from marketplace.adapters.workbooks import FORMULA_MARKS
from marketplace.core.errors import Invalid
from marketplace.core.text import _l
from marketplace.sheets.columns import Column, plain


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet that was taken in: what each column is, and its lines."""

    sha256: str
    headings: tuple[Column | None, ...]
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = ()
    """Headings that nobody knows."""


def sheet_of(
    lines: Sequence[Line], sha256: str, known: Mapping[str, Column], *, one_of: set[str], otherwise: Any
) -> Sheet:
    """Read the headings; raise ``Invalid`` on ``file`` where they are none of ours, or one stands there twice.

    ``one_of``: keys of columns of which one must be there; ``otherwise`` is said where none is.
    """
    if not lines:
        raise Invalid.field("file", _l("The spreadsheet has no lines."))
    headings = tuple(known.get(plain(cell)) for cell in lines[0].cells)
    found = [column for column in headings if column is not None]
    if not one_of & {column.key for column in found}:
        raise Invalid.field("file", otherwise)
    twice = next((column for column in found if found.count(column) > 1), None)
    if twice is not None:
        raise Invalid.field("file", _l("The column “%(column)s” stands there twice.", column=twice.indonesian))
    if len(lines) == 1:
        raise Invalid.field("file", _l("There is no line under the headings."))
    odd = [cell.strip() for cell, column in zip(lines[0].cells, headings, strict=True) if column is None]
    return Sheet(sha256, headings, tuple(lines[1:]), tuple(text[:60] for text in odd if text)[:20])


def packed(sheet: Sheet) -> bytes:
    """Return a sheet as it is kept for its job."""
    keys = [column.key if column else "" for column in sheet.headings]
    lines = [[line.number, line.cells] for line in sheet.lines]
    return json.dumps({"sha256": sheet.sha256, "headings": keys, "lines": lines}).encode()


def unpacked(data: bytes, known: Mapping[str, Column]) -> Sheet:
    """Return a kept sheet."""
    found = json.loads(data)
    headings = tuple(known.get(key) for key in found["headings"])
    return Sheet(found["sha256"], headings, tuple(Line(number, tuple(cells)) for number, cells in found["lines"]))


def unmarked(text: str) -> str:
    """Take off the ``'`` that stands before what a spreadsheet program would take for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_MARKS) else text
