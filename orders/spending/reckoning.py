"""Adding up the lines of a report by cooperative, district, category and month. Pure; whole rupiah."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.money import Rupiah

PROVEN = frozenset({"verified", "expiring"})
"""Statuses of a paper that held on the day of ordering."""


@dataclass(frozen=True, kw_only=True)
class SpentLine:
    """One line of an order that counts. Amounts of the goods, without shipping."""

    order: str
    day: date
    cooperative_id: int
    cooperative: str
    region: str
    """Kemendagri code of the cooperative's seat."""
    category: str
    product_id: int
    product: str
    producer: str
    quantity: int
    unit: str
    goods: Rupiah
    tax: Rupiah
    papers: tuple[str, ...]
    """Schemes that were verified and valid when it was ordered."""

    @property
    def district(self) -> str:
        """Code of the kecamatan."""
        return self.region[:8]

    @property
    def is_village(self) -> bool:
        """Whether the cooperative sits in a desa: the last part of its code begins with 2 (1: kelurahan)."""
        return self.region[9:10] == "2"


@dataclass(frozen=True)
class Share:
    """One row of a table of the report."""

    key: str
    goods: Rupiah
    tax: Rupiah
    orders: int
    percent: float
    """Of all goods in the report."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The report in figures."""

    goods: Rupiah
    tax: Rupiah
    village_goods: Rupiah
    orders: int
    cooperatives: tuple[Share, ...]
    districts: tuple[Share, ...]
    categories: tuple[Share, ...]
    months: tuple[Share, ...]
    products: int
    proven_products: int

    @property
    def village_percent(self) -> float:
        """Share of cooperatives in villages (desa) in all goods."""
        return percent(self.village_goods, self.goods)


def sums_of(lines: Sequence[SpentLine]) -> Sums:
    """Add up."""
    return Sums(
        goods=sum(line.goods for line in lines),
        tax=sum(line.tax for line in lines),
        village_goods=sum(line.goods for line in lines if line.is_village),
        orders=len({line.order for line in lines}),
        cooperatives=shares(lines, lambda line: line.cooperative),
        districts=shares(lines, lambda line: line.district),
        categories=shares(lines, lambda line: line.category),
        months=tuple(sorted(shares(lines, lambda line: f"{line.day:%Y-%m}"), key=lambda share: share.key)),
        products=len({line.product_id for line in lines}),
        proven_products=len({line.product_id for line in lines if line.papers}),
    )


def shares(lines: Iterable[SpentLine], key: Callable[[SpentLine], str]) -> tuple[Share, ...]:
    """Return one row for each key, the biggest first."""
    groups: dict[str, list[SpentLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    whole = sum(line.goods for group in groups.values() for line in group)
    rows = [_share(name, group, whole) for name, group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.goods, row.key)))


def percent(part: Rupiah, whole: Rupiah) -> float:
    """Return a share with one decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def _share(name: str, group: Sequence[SpentLine], whole: Rupiah) -> Share:
    goods = sum(line.goods for line in group)
    orders = len({line.order for line in group})
    return Share(name, goods, sum(line.tax for line in group), orders, percent(goods, whole))
