"""Selling units: everything is counted in base units; packs and cartons are multiples of them."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.core.errors import Invalid
from marketplace.core.text import _l

BASE_UNITS = (
    "bungkus",
    "botol",
    "toples",
    "kaleng",
    "kotak",
    "besek",
    "cup",
    "nampan",
    "ikat",
    "kg",
    "liter",
    "biji",
    "batang",
    "lembar",
    "potong",
    "pasang",
    "set",
    "sak",
)
"""What one piece is called: plain Indonesian words, printed as they are in both languages."""

MAX_QUANTITY = 1_000_000
"""Base units on one line: more than any cooperative makes in a year."""


class SellingUnit(StrEnum):
    """In what a buyer counts."""

    BASE = "base"
    PACK = "pack"
    CARTON = "carton"


@dataclass(frozen=True)
class Packing:
    """How a product is packed: base units in a pack and in a carton, None where there is none."""

    pack_size: int | None
    carton_size: int | None

    def size_of(self, unit: SellingUnit) -> int | None:
        """Return the base units in one selling unit, None where the product is not packed so."""
        return {SellingUnit.BASE: 1, SellingUnit.PACK: self.pack_size, SellingUnit.CARTON: self.carton_size}[unit]

    def units(self) -> tuple[SellingUnit, ...]:
        """Return the selling units there are, the biggest first: the carton is the unit of trade."""
        return tuple(unit for unit in reversed(SellingUnit) if self.size_of(unit) is not None)


def in_base_units(packing: Packing, unit: SellingUnit, count: int) -> int:
    """Return the quantity in base units; raise ``Invalid`` on ``count`` or ``unit``."""
    size = packing.size_of(unit)
    if size is None:
        raise Invalid.field("unit", _l("This product is not sold in that unit."))
    if count < 1 or count * size > MAX_QUANTITY:
        raise Invalid.field("count", _l("Enter a whole number from 1 on."))
    return count * size
