"""What a printed document of a supplier file is made of, before anybody prints it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.supplier_file.gathering import Material
from marketplace.web.i18n import _, long_day

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One printed document: a head, facts, tables with their titles, and small print."""

    title: str
    seller: str
    place: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple["Grid", ...] = ()
    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    """Lines beside the place to sign; none where nobody signs."""
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: title, heads, relative widths, rows; ``empty`` is said where there are none."""

    title: str
    heads: Row
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    empty: str = ""


def sheet_of(material: Material, title: str, **parts: Any) -> Sheet:
    """Begin a document of a cooperative; ``parts`` are the further fields of ``Sheet``."""
    shop = material.cooperative
    lines = ", ".join(part for part in (shop.address, shop.region.path) if part)
    return Sheet(title=title, seller=shop.name, place=lines, **parts)


def on_day(day: date) -> str:
    """Say of which day a document is true."""
    return str(_("As it stood on %(day)s.", day=long_day(day)))
