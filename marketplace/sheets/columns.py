"""Columns of a spreadsheet that goes out and comes in. Headings are data: both languages are read whoever reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from babel.support import LazyProxy


class Sort(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    """Several of a list, with ``;`` between them."""
    SHOWN = "shown"
    """Only told, never read: what is true today."""
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. ``keeps``: an empty cell leaves what is stored, because the value cannot be missing."""

    key: str
    indonesian: str
    english: str
    note: LazyProxy
    sort: Sort = Sort.TEXT
    keeps: bool = False
    width: int = 14
    aliases: tuple[str, ...] = ()
    """Further headings under which it is found in files that were not made from our template."""

    def heading(self, language: str) -> str:
        """Return the heading as it is written for a reader."""
        return self.english if language == "en" else self.indonesian


def plain(text: str) -> str:
    """Return a text as it is compared: without case and without blanks too many."""
    return " ".join(text.casefold().split())


def by_heading(columns: Iterable[Column]) -> dict[str, Column]:
    """Return every heading under which a column is found, as ``plain`` writes it."""
    return {
        plain(name): column
        for column in columns
        for name in (column.indonesian, column.english, column.key, *column.aliases)
    }
