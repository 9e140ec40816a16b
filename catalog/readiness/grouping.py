"""What is missing over several products, put together step by step: "3 products need a barcode"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from catalog.readiness.answers import Band, Check, Readiness

P = TypeVar("P")


@dataclass(frozen=True)
class Lacking(Generic[P]):
    """One product that lacks something, with its whole score."""

    product: P
    readiness: Readiness
    check: Check


@dataclass(frozen=True)
class Group(Generic[P]):
    """One kind of step and all products that need it, those that gain most first."""

    products: tuple[Lacking[P], ...]

    @property
    def first(self) -> Check:
        """The check of the product that gains most: its words stand for the group."""
        return self.products[0].check

    @property
    def lacking(self) -> tuple[tuple[Readiness, Check], ...]:
        """The score and the gap of each product."""
        return tuple((each.readiness, each.check) for each in self.products)

    @property
    def gain(self) -> int:
        """Points over all of them."""
        return sum(each.readiness.gain_of(each.check) for each in self.products)

    @property
    def opened(self) -> int:
        """How many products buyers could order from then on."""
        return sum(each.readiness.opens_orders(each.check) for each in self.products)

    def reaching(self, band: Band) -> int:
        """Return how many products would come into a band."""
        return sum(each.readiness.new_band(each.check) == band for each in self.products)


def grouped(scored: Iterable[tuple[P, Readiness]]) -> tuple[Group[P], ...]:
    """Group what is missing by step: fewest days first, then most points; what waits for an office last."""
    found: dict[tuple[str, str, int, bool], list[Lacking[P]]] = {}
    for product, readiness in scored:
        for check in readiness.missing:
            # The same gap may be a matter of minutes for one product and of weeks for another: two steps.
            step = (check.code, str(check.task), check.days, check.waits)
            found.setdefault(step, []).append(Lacking(product, readiness, check))
    groups = (Group(tuple(sorted(rows, key=lambda row: -row.readiness.gain_of(row.check)))) for rows in found.values())
    return tuple(sorted(groups, key=lambda group: (group.first.waits, group.first.days, -group.gain)))


def bands(scored: Iterable[tuple[P, Readiness]]) -> dict[Band, int]:
    """Count products by band, the best band first."""
    counts = dict.fromkeys(Band, 0)
    for _product, readiness in scored:
        counts[readiness.band] += 1
    return counts
