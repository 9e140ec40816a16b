"""What a product is made of, by whom and under which name: when a change of it is one that a halal paper feels.

Spaces, case, punctuation, accents, sizes in the name, amounts ("garam 2%") and the order of the ingredients make no
change: a halal paper holds for the materials, whatever their share. One material more, less or another does.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from catalog.papers import same_words


class Change(StrEnum):
    """What of a product has changed."""

    INGREDIENTS = "ingredients"
    NAME = "name"
    MAKER = "maker"


@dataclass(frozen=True, kw_only=True)
class Composition:
    """A product as a halal paper sees it."""

    name: str
    ingredients: str
    maker_id: int | None
    maker_name: str = ""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Composition":
        """Return what was kept as plain values."""
        return cls(**{name: kept[name] for name in ("name", "ingredients", "maker_id", "maker_name")})

    def kept(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return dict(vars(self))


def changes(before: Composition, after: Composition) -> tuple[Change, ...]:
    """Return what differs in a way that counts; ingredients stated for the first time are no change."""
    differs = {
        Change.INGREDIENTS: bool(materials(before.ingredients))
        and materials(before.ingredients) != materials(after.ingredients),
        Change.NAME: not same_words(before.name, after.name),
        Change.MAKER: before.maker_id != after.maker_id,
    }
    return tuple(change for change, is_so in differs.items() if is_so)


def materials(ingredients: str) -> frozenset[str]:
    """Return the single ingredients in one spelling, without amounts and order."""
    text = unicodedata.normalize("NFKD", ingredients.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    parts = _BETWEEN.split(_AMOUNT.sub(" ", text))
    words = (" ".join(_WORD.findall(part)) for part in parts)
    return frozenset(word for word in words if word)


_AMOUNT = re.compile(r"\b\d+(?:[.,]\d+)?\s*(?:%|persen\b|ppm\b|mg\b|g\b|gr\b|gram\b|kg\b|ml\b)")
_BETWEEN = re.compile(r"[,;:/()\[\]\n\r\u2022+&]|\bdan\b|\band\b|\.\s")
_WORD = re.compile(r"[^\W_]+")


def added_and_gone(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the ingredients that came and those that went, in alphabetical order."""
    old, new = materials(before), materials(after)
    return sorted(new - old), sorted(old - new)
