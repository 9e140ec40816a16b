"""Price steps: from so many base units on, one base unit costs so much. Whole rupiah before PPN."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from marketplace.core.errors import Invalid
from marketplace.core.money import MAX_RUPIAH, Rupiah
from marketplace.core.text import _l

MAX_TIERS = 6


@dataclass(frozen=True, order=True)
class Tier:
    """One step: ``price`` rupiah for each base unit from ``minimum`` base units on."""

    minimum: int
    price: Rupiah


def check_tiers(tiers: Sequence[Tier], minimum_order: int) -> tuple[Tier, ...]:
    """Return the steps in order; raise ``Invalid`` on ``tiers`` where they make no sense.

    The first begins at the minimum order, each further one begins higher and is cheaper.
    """
    ordered = tuple(sorted(tiers))
    if not ordered:
        raise Invalid.field("tiers", _l("State at least one price."))
    if len(ordered) > MAX_TIERS:
        raise Invalid.field("tiers", _l("At most 6 price steps."))
    if any(not 0 < tier.price <= MAX_RUPIAH for tier in ordered):
        raise Invalid.field("tiers", _l("A price is a whole number of rupiah above zero."))
    if ordered[0].minimum != minimum_order:
        raise Invalid.field("tiers", _l("The first price step begins at the minimum order."))
    for lower, higher in pairwise(ordered):
        if higher.minimum == lower.minimum:
            raise Invalid.field("tiers", _l("Two price steps begin at the same amount."))
        if higher.price >= lower.price:
            raise Invalid.field("tiers", _l("A bigger amount must have a lower price."))
    return ordered


def unit_price(tiers: Sequence[Tier], quantity: int) -> Rupiah:
    """Return the price of one base unit for a quantity; raise ``Invalid`` below the first step."""
    fitting = [tier.price for tier in sorted(tiers) if tier.minimum <= quantity]
    if not fitting:
        raise below_minimum(min(tier.minimum for tier in tiers))
    return fitting[-1]


def below_minimum(minimum: int) -> Invalid:
    """Return the refusal of a quantity below the minimum order."""
    return Invalid.field("count", _l("The minimum order is %(minimum)s.", minimum=minimum), code="below_minimum")
