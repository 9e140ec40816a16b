"""A region chosen step by step: province, regency, district, village. Works without JavaScript by reloading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Field

from marketplace.core.text import _l
from marketplace.regions import queries
from marketplace.web.database import reading

LEVELS = (_l("Province"), _l("Regency or city"), _l("District"), _l("Village"))


@dataclass(frozen=True)
class Level:
    """One select: its label, its choices and what is chosen."""

    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


class RegionField(Field):  # type: ignore[misc]
    """Holds a Kemendagri code. Its selects all carry the field's name; the finest consistent choice counts."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the finest code that follows from the ones above it."""
        chosen = ""
        for code in valuelist:
            if code and (not chosen or code.startswith(chosen + ".")):
                chosen = code
        self.data = chosen

    def _value(self) -> str:
        return str(self.data or "")

    def levels(self) -> list[Level]:
        """Return the selects to show: one for each level that is chosen, and the next."""
        parts = self._value().split(".") if self._value() else []
        shown: list[Level] = []
        parent: str | None = None
        for depth in range(min(len(parts) + 1, len(LEVELS))):
            choices = [(region.code, region.name) for region in queries.children(reading(), parent)]
            if not choices:
                break
            chosen = ".".join(parts[: depth + 1]) if depth < len(parts) else ""
            shown.append(Level(str(LEVELS[depth]), choices, chosen))
            parent = chosen
        return shown

    def level_names(self) -> list[str]:
        """Return the names of the four levels, for the lists that JavaScript adds."""
        return [str(name) for name in LEVELS]

    def __call__(self, **_options: Any) -> str:
        """Not drawn by WTForms: the macro ``region_field`` draws it."""
        raise NotImplementedError("draw this field with the macro region_field")
