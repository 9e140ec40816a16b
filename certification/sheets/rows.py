"""From texts to values: what one line says of a cooperative or a certificate, and what cannot be read of it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from certification.filing import Identity
from certification.numbers import Words, explain
from certification.numbers.reading import compact
from certification.schemes import SCHEMES
from certification.sheets.columns import BY_KEY, CERTIFICATE, COOPERATIVE, KINDS, YES_NO
from marketplace.adapters.sheets import Line
from marketplace.core.text import _l
from marketplace.sheets.columns import Column, Sort, plain
from marketplace.sheets.lines import Sheet, unmarked
from marketplace.sheets.values import is_broken, is_rounded, read_any_day

KEYS = ("nik_koperasi", "nib", "ahu")
"""By these a cooperative is found, in this order; else by its name and village."""
LONGEST = {"name": 160, "address": 300, "phone": 20, "producer": 120}
"""Letters that are kept (``accounts.models.Organisation``, ``certification.models.Producer``)."""
ROUNDED = _l("The program has rounded this number, its last digits are lost. Format the column as text, type it anew.")
BROKEN = _l("This formula has an error. Put the value itself into the cell.")
NO_DAY = _l("This is no day. Write it as 24/11/2026.")
_SCHEMES = {plain(name): code for code, row in SCHEMES.items() for name in (code, row.short_name)}
_USED_NAMES = {
    "spp-irt": "pirt",
    "pirt": "pirt",
    "bpom md": "bpom",
    "bpom ml": "bpom",
    "md": "bpom",
    "merek": "trademark",
}
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


@dataclass
class Row:
    """What one line asks for. ``problems`` block it, ``remarks`` are only told."""

    line: int
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, Words]] = field(default_factory=list)
    remarks: list[tuple[str, Words]] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """What it says of a paper."""
        told = self.values
        return Identity(
            number=told.get("number", ""),
            grade=told.get("grade", ""),
            issued_on=told.get("issued_on"),
            valid_until=told.get("valid_until"),
        )


def rows_of(sheet: Sheet, *, today: date) -> list[Row]:
    """Return all lines, the cooperatives before the certificates that may belong to them."""
    found = [_row(line, sheet.headings, today) for line in sheet.lines]
    _mark_twice(found)
    return sorted(found, key=lambda row: row.kind == CERTIFICATE)


def _mark_twice(rows: list[Row]) -> None:
    """Tell the later of two lines that name the same cooperative, or the same paper of one, that it stands there."""
    seen: dict[object, int] = {}
    for row in rows:
        names = [(key, compact(row.values[key])) for key in KEYS if row.values.get(key)]
        place = row.values.get("village_code") or (row.values.get("village", ""), row.values.get("district", ""))
        names.append(("name", f"{row.values.get('name', '')}|{place}".casefold()))
        marks: list[object] = list(names)
        if row.kind == CERTIFICATE:
            paper = (row.values.get("scheme"), compact(row.values.get("number", "")))
            marks = [(*paper, plain(row.values.get("producer", "")), names[0])]
        first = min((seen[mark] for mark in marks if mark in seen), default=0)
        if first:
            key = "number" if row.kind == CERTIFICATE else "name"
            row.problems.append((key, _l("The same stands in line %(line)s already.", line=first)))
        for mark in marks:
            seen.setdefault(mark, row.line)


def _row(line: Line, headings: tuple[Column | None, ...], today: date) -> Row:
    texts = {
        column.key: text
        for column, cell in zip(headings, line.cells, strict=False)
        if column is not None and (text := unmarked(cell).strip())
    }
    is_paper = bool(texts.get("scheme") or texts.get("number"))
    kind = KINDS.get(plain(texts["kind"]), "") if "kind" in texts else CERTIFICATE if is_paper else COOPERATIVE
    row = Row(line.number, kind or COOPERATIVE)
    if not kind:
        row.problems.append(("kind", _l("Write “Koperasi” or “Sertifikat”.")))
    for key, text in texts.items():
        _read(row, BY_KEY[key], text)
    for key in KEYS:
        _legal_number(row, key, today)
    _place(row)
    return row


def _read(row: Row, column: Column, text: str) -> None:
    key = column.key
    if is_broken(text):
        row.problems.append((key, BROKEN))
    elif is_rounded(text):
        row.problems.append((key, ROUNDED))
    elif column.sort == Sort.DAY:
        row.values[key] = read_any_day(text)
        if row.values[key] is None:
            row.problems.append((key, NO_DAY))
    elif key == "scheme":
        row.values[key] = _SCHEMES.get(plain(text)) or _USED_NAMES.get(plain(text), "")
        if not row.values[key]:
            row.problems.append((key, _l("“%(text)s” is no kind of certificate that we know.", text=text[:60])))
    elif key == "is_pkp":
        row.values[key] = YES_NO.get(plain(text))
        if row.values[key] is None:
            row.problems.append((key, _l("Write “Ya” or “Tidak”.")))
    elif key == "items":
        row.values[key] = [" ".join(name.split()) for name in re.split(r"[;\n]", text) if name.strip()]
    elif key != "kind":
        _text(row, key, " ".join(text.split()))


def _text(row: Row, key: str, text: str) -> None:
    if len(text) > LONGEST.get(key, 120):
        row.problems.append((key, _l("At most %(count)s letters.", count=LONGEST.get(key, 120))))
    if key == "phone" and _DIGITS.fullmatch(text) and text.startswith(("8", "21", "31", "322")):
        text = "0" + text
        row.remarks.append((key, _l("The leading 0 was missing and is put back.")))
    row.values[key] = text


def _legal_number(row: Row, key: str, today: date) -> None:
    text = row.values.get(key)
    if not text:
        return
    answer = explain(key, text, today=today)
    if not answer.valid:
        row.problems.append((key, answer.errors[0].message))
        return
    row.values[key] = answer.normalized
    row.remarks += [(key, warning.message) for warning in answer.warnings]
    if key == "nik_koperasi" and _DIGITS.fullmatch(text) and len(text) in (12, 15):
        words = _l(
            "%(count)s digits: the program may have cut a leading 0. Compare it with the paper.", count=len(text)
        )
        row.remarks.append((key, words))


def _place(row: Row) -> None:
    """Write a village code with its dots, as the list of regions has it."""
    code = row.values.get("village_code", "")
    digits = code.replace(".", "").replace(" ", "")
    if code and not (_DIGITS.fullmatch(digits) and len(digits) in (6, 10)):
        row.problems.append(("village_code", _l("A village code has 10 digits, such as 35.24.14.2011.")))
    elif code:
        parts = (digits[:2], digits[2:4], digits[4:6], digits[6:])
        row.values["village_code"] = ".".join(part for part in parts if part)
