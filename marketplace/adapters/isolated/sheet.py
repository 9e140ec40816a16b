"""Spreadsheets: .xlsx and .csv become plain rows of texts. Runs in the child process only."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from .refusals import Answer, Refused

ZIP_MARK = b"PK\x03\x04"
OLD_MARK = b"\xd0\xcf\x11\xe0"
"""Of .xls, and of .xlsx locked with a password."""
MAX_MEMBERS = 200
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024
"""Below so many bytes unpacked a high ratio harms nobody: templates are mostly blanks."""
MAX_CELL = 40_000
LARGEST_EXACT = 10**15
"""Beyond, a float no longer holds every whole number."""
SEPARATORS = ";,\t"


def read_rows(data: bytes, head: dict[str, Any]) -> Answer:
    """Answer the filled rows as JSON: ``[[line, [text, ...]], ...]``; lines are counted from 1 as programs show them.

    ``head``: ``max_rows`` and ``max_columns``. Nothing is looked into before its size is known to be bearable.
    """
    if data.startswith(ZIP_MARK):
        found = _xlsx(data, head["max_rows"], head["max_columns"])
    elif data.startswith(OLD_MARK):
        raise Refused("sheet_old")
    else:
        found = _csv(data)
    rows = []
    for line, cells in found:
        texts = _trimmed(cells)
        if not texts:
            continue
        if len(texts) > head["max_columns"]:
            raise Refused("sheet_too_wide")
        rows.append([line, texts])
        if len(rows) > head["max_rows"]:
            raise Refused("sheet_too_many_rows")
    return {"rows": len(rows)}, [json.dumps(rows).encode()]


def _xlsx(data: bytes, max_rows: int, max_columns: int) -> Iterator[tuple[int, Iterable[Any]]]:
    _check_container(data)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        # Blank lines between rows count here: they are made in memory before anybody sees that they are blank.
        if sheet.height > 5 * max_rows:
            raise Refused("sheet_too_many_rows")
        if sheet.width > 5 * max_columns:
            raise Refused("sheet_too_wide")
        yield from enumerate(sheet.to_python(skip_empty_area=False), 1)
    except PasswordError as error:
        raise Refused("sheet_old") from error
    except (CalamineError, IndexError) as error:
        raise Refused("sheet_broken") from error


def _check_container(data: bytes) -> None:
    """Refuse what would grow without measure when it is unpacked (zip bombs), before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            members = container.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Refused("sheet_broken") from error
    unpacked = sum(member.file_size for member in members)
    too_dense = unpacked > SMALL and unpacked > MAX_RATIO * len(data)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or too_dense:
        raise Refused("sheet_bomb")
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise Refused("sheet_type")


def _csv(data: bytes) -> Iterator[tuple[int, Iterable[Any]]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Refused("sheet_type")
    csv.field_size_limit(MAX_CELL)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)), 1)
    except csv.Error as error:
        raise Refused("sheet_broken") from error


def _decoded(data: bytes) -> str:
    """Read the text as it was saved: UTF-8 and UTF-16 with their marks, else the old code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _separator(text: str) -> str:
    """Tell what stands between the cells from the first line, which holds the headings."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    plain = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=plain.count)


def _trimmed(cells: Iterable[Any]) -> list[str]:
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n")[:MAX_CELL]
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_EXACT else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | timedelta) else ""
