"""What the demo sells, read from two tables: kinds of goods, and who offers them in which size at what price."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.models import Availability

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of goods. ``picture`` is the stem of its photo files, empty where there is none."""

    key: str
    name: str
    category: str
    unit: str
    packaging: str
    shelf_life_days: int | None
    storage: str
    tare_g: int
    permit: str
    food_type: str
    pirt_packaging: str
    traits: str
    """Names of ``Trait`` with blanks between them."""
    ingredients: str
    description: str

    @property
    def picture(self) -> str:
        """Stem of the photo's files."""
        return "" if self.key.startswith("-") else self.key


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One kind in one size, sold by one cooperative. ``halal`` and ``permit``: how its papers stand today."""

    village: str
    kind: Kind
    size: str
    net_g: int
    price: int
    pack: int | None
    carton: int | None
    supply: str
    maker: str
    maker_kind: str
    halal: str
    permit: str

    @property
    def name(self) -> str:
        """The name on the label, with its size."""
        return f"{self.kind.name} {self.size}".strip()

    @property
    def available(self) -> dict[str, str | int]:
        """Stock or lead time in working days, and capacity in a month where it is stated, as columns of a product."""
        way, _colon, figures = self.supply.partition(":")
        days, _slash, capacity = figures.partition("/")
        if way == "stok":
            stock: dict[str, str | int] = {"availability": Availability.STOCK, "stock_on_hand": int(days)}
            return stock | ({"monthly_capacity": int(capacity)} if capacity else {})
        return {
            "availability": Availability.MADE_TO_ORDER,
            "lead_time_days": int(days),
            "monthly_capacity": int(capacity),
        }


def offers() -> list[Offer]:
    """Return everything that is offered, in the order of the table."""
    kinds = {row["key"]: _kind(row) for row in _rows("kinds.csv")}
    return [_offer(row, kinds) for row in _rows("offers.csv")]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _kind(row: dict[str, str]) -> Kind:
    texts = {name: row[name] for name in row if name not in ("shelf_life_days", "tare_g", "storage")}
    return Kind(
        **texts,
        shelf_life_days=_number(row["shelf_life_days"]),
        storage=row["storage"] or "ambient",
        tare_g=int(row["tare_g"] or 30),
    )


def _offer(row: dict[str, str], kinds: dict[str, Kind]) -> Offer:
    texts = {name: row[name] for name in ("village", "size", "supply", "maker", "maker_kind", "halal", "permit")}
    return Offer(
        **texts,
        kind=kinds[row["key"]],
        net_g=int(row["net_g"]),
        price=int(row["price"]),
        pack=_number(row["pack"]),
        carton=_number(row["carton"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None
