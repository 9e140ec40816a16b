"""From texts to values: which column is which, and what each cell says. Everything odd is said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.fields import NOT_WHOLE
from catalog.sheets.columns import BY_HEADING
from catalog.typed import whole_number
from marketplace.adapters.sheets import Line
from marketplace.core.text import _l
from marketplace.sheets import lines as lines_of
from marketplace.sheets.columns import Column, Sort, plain
from marketplace.sheets.lines import Sheet, unmarked


@dataclass
class Wanted:
    """What one line asks for: values by column; a column that is not there leaves what is stored."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[Column | None, Any]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code of the product; empty for a new one."""
        return str(self.values.get("code") or "")


def sheet_of(lines: Sequence[Line], sha256: str) -> Sheet:
    """Read the headings of a sheet of products; raises as ``marketplace.sheets.lines.sheet_of`` does."""
    words = _l("The first line must hold the headings of the template, “Kode” and “Nama produk” among them.")
    return lines_of.sheet_of(lines, sha256, BY_HEADING, one_of={"code", "name"}, otherwise=words)


def wanted(sheet: Sheet, meanings: Mapping[str, Mapping[str, str]]) -> list[Wanted]:
    """Return what every line asks for; a code or a new name that stands there twice is a problem of the later line."""
    found = [_wanted(line, sheet.headings, meanings) for line in sheet.lines]
    seen: dict[tuple[str, str], int] = {}
    for item in found:
        key = ("code", item.code) if item.code else ("name", plain(str(item.values.get("name") or "")))
        first = seen.setdefault(key, item.line)
        if first != item.line and key[1]:
            column = BY_HEADING[key[0] if key[0] == "code" else "name"]
            item.problems.append((column, _l("The same stands in line %(line)s already.", line=first)))
    return found


def _wanted(line: Line, headings: Sequence[Column | None], meanings: Mapping[str, Mapping[str, str]]) -> Wanted:
    item = Wanted(line.number)
    for number, column in enumerate(headings):
        if column is None or column.sort == Sort.SHOWN:
            continue
        text = unmarked(line.cells[number] if number < len(line.cells) else "").strip()
        if text or not column.keeps:
            _read(item, column, text, meanings)
    item.values["code"] = str(item.values.get("code") or "").upper()
    return item


def _read(item: Wanted, column: Column, text: str, meanings: Mapping[str, Mapping[str, str]]) -> None:
    if column.sort == Sort.NUMBER:
        number = whole_number(text, "rp" if column.key.startswith("price") else "") if text else None
        if text and number is None:
            item.problems.append((column, NOT_WHOLE))
        item.values[column.key] = number
    elif column.sort == Sort.CHOICE:
        value = meanings[column.key].get(plain(text))
        if value is None:
            item.problems.append((column, _l("“%(text)s” is not in the list.", text=text[:60])))
        item.values[column.key] = value
    elif column.sort == Sort.CHOICES:
        _read_several(item, column, text, meanings[column.key])
    else:
        item.values[column.key] = text


def _read_several(item: Wanted, column: Column, text: str, meanings: Mapping[str, str]) -> None:
    """Read names with ``;`` between them; the word for none of them stands alone or says nothing."""
    names = [name for name in map(str.strip, text.split(";")) if name]
    for name in names:
        if plain(name) not in meanings:
            item.problems.append((column, _l("“%(text)s” is not in the list.", text=name[:60])))
    found = {meanings[plain(name)] for name in names if plain(name) in meanings}
    item.values[column.key] = sorted(found - {"none"})
