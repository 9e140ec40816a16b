"""What a holder changed after a correction was asked for: what was filed then beside what is filed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from certification.marking import FIELDS, Mark

Values: TypeAlias = Mapping[str, str | list[str]]
"""Field of ``marking.FIELDS`` to what was filed: days as ISO text, product names as a list. Fits into JSON."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field then and now. ``was_marked``: how the official had marked it, empty where not at all."""

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    was_marked: str = ""

    @property
    def changed(self) -> bool:
        """Whether something else stands there now."""
        return self.old != self.new

    @property
    def ignored(self) -> bool:
        """Whether the official marked it as differing and it stands as it did."""
        return self.was_marked == Mark.DIFFERS and not self.changed


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one turn of the correction loop brought: the fields worth looking at, and whether the scan is new."""

    changes: tuple[Change, ...]
    is_scan_new: bool

    def __bool__(self) -> bool:
        return bool(self.changes) or self.is_scan_new


def lines(value: str | list[str] | date | None) -> tuple[str, ...]:
    """Return one filed value as lines: of several names, each; nothing for an empty one."""
    if isinstance(value, list):
        return tuple(value)
    return (str(value),) if value else ()


def compare(before: Values, now: Values, marks: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the fields that changed, and those that were marked as differing and did not, in the paper's order."""
    found = (
        Change(
            field=name,
            old=lines(before.get(name)),
            new=lines(now.get(name)),
            was_marked=marks.get(name, ""),
        )
        for name in FIELDS
    )
    return tuple(change for change in found if change.changed or change.ignored)
