"""What shipping costs: a cooperative's rate table against a place and a weight. Whole rupiah before PPN."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.core.money import Rupiah

GRAMS_PER_KG = 1000


class ShippingMethod(StrEnum):
    """How goods travel, or that the buyer fetches them."""

    COURIER = "courier"
    OWN_VEHICLE = "own_vehicle"
    PICKUP = "pickup"


DELIVERIES = frozenset({ShippingMethod.COURIER, ShippingMethod.OWN_VEHICLE})
"""The methods that bring goods to the buyer."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One row of a rate table. ``region_prefix``: a Kemendagri code, for it and all below; empty means anywhere."""

    method: ShippingMethod
    region_prefix: str = ""
    price_per_kg: Rupiah = 0
    minimum_kg: int = 1
    flat_price: Rupiah = 0
    free_from: Rupiah | None = None
    """Goods total from which shipping costs nothing."""

    def reaches(self, region: str) -> bool:
        """Tell whether a place lies in this row's region; on dot borders, 35.2 does not hold 35.24."""
        return not self.region_prefix or f"{region}.".startswith(f"{self.region_prefix}.")


@dataclass(frozen=True)
class Option:
    """One way to ship an order and its cost; ``is_free``: it would cost something for a smaller order."""

    method: ShippingMethod
    cost: Rupiah
    is_free: bool = False

    @property
    def delivers(self) -> bool:
        """Whether the goods are brought."""
        return self.method in DELIVERIES


def options(rates: Iterable[Rate], region: str, weight_g: int, goods_total: Rupiah) -> tuple[Option, ...]:
    """Return the ways to ship to a place: what is brought first, the cheapest before the dearer, then pick-up.

    For each method the row with the longest region decides. Where nothing that brings the goods is left,
    the seller is asked for a quote.
    """
    nearest: dict[ShippingMethod, Rate] = {}
    for rate in rates:
        best = nearest.get(rate.method)
        if rate.reaches(region) and (best is None or len(rate.region_prefix) > len(best.region_prefix)):
            nearest[rate.method] = rate
    found = [_option(rate, weight_g, goods_total) for rate in nearest.values()]
    return tuple(sorted(found, key=lambda option: (not option.delivers, option.cost, option.method)))


def needs_quote(found: Iterable[Option]) -> bool:
    """Tell whether nobody brings the goods to that place at a known price."""
    return not any(option.delivers for option in found)


def billed_kg(weight_g: int, minimum_kg: int) -> int:
    """Return the kilograms a courier bills: every kilogram begun, at least the minimum."""
    return max(minimum_kg, -(-weight_g // GRAMS_PER_KG))


def _option(rate: Rate, weight_g: int, goods_total: Rupiah) -> Option:
    cost = _cost(rate, weight_g)
    if cost and rate.free_from is not None and goods_total >= rate.free_from:
        return Option(rate.method, 0, is_free=True)
    return Option(rate.method, cost)


def _cost(rate: Rate, weight_g: int) -> Rupiah:
    if rate.method == ShippingMethod.COURIER:
        return billed_kg(weight_g, rate.minimum_kg) * rate.price_per_kg
    return rate.flat_price if rate.method == ShippingMethod.OWN_VEHICLE else 0
