"""What the packages add to a person's own data: filled by each package's wiring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

Part: TypeAlias = Callable[[Session, int], Any]
"""Reads one part of what is kept of a person (by id): plain dicts, lists, texts, numbers, moments and days.

Only what is about that person: never another person's name, address or words.
"""

Columns: TypeAlias = dict[str, InstrumentedAttribute[Any]]
"""Key in the export to the column that it shows."""
Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class ExportPart:
    """One part of the export: its key in the file, how people call it, and what reads it."""

    name: str
    title: Any
    read: Part


_parts: dict[str, ExportPart] = {}


def export_part(name: str, read: Part, title: Any = "") -> None:
    """Add a part to the export of one's own data; registered again it is the same part."""
    _parts[name] = ExportPart(name, title or name, read)


def parts() -> list[ExportPart]:
    """Return all parts in the order of their registration."""
    return list(_parts.values())


def rows(session: Session, columns: Columns, wanted: Select[Any]) -> Rows:
    """Return the named columns of what a statement selects, each row a dict; a column that is not named stays here."""
    found = session.execute(wanted.with_only_columns(*columns.values(), maintain_column_froms=True))
    return [dict(zip(columns, row, strict=True)) for row in found]
