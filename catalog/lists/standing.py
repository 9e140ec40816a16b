"""How the products of a list stand today: what they cost at the wanted amount, and why some cannot be ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog import requirements
from catalog.lists.models import ListItem
from catalog.models import Availability, Product
from catalog.ordering import check_orderable
from catalog.pricing import Tier, unit_price
from catalog.queries import is_public
from certification.requirements import Assessment
from marketplace.core.errors import DomainError
from marketplace.core.money import Rupiah
from marketplace.core.text import _l


@dataclass(frozen=True)
class Standing:
    """One product of a list today. Without a price ``amount`` is 0."""

    unit_price: Rupiah | None
    amount: Rupiah
    refusal: Any
    """Why it cannot be ordered as it stands on the list; empty where it can."""
    is_shown: bool
    """Whether its page is open to everybody still."""


def standings(session: Session, items: Sequence[ListItem], day: date) -> dict[int, Standing]:
    """Return how each item stands, by its id, in a fixed number of queries."""
    found = requirements.assessments(session, [item.product for item in items], day)
    return {item.id: _standing(item, found[item.product_id]) for item in items}


def _standing(item: ListItem, assessment: Assessment) -> Standing:
    product = item.product
    price, refusal = None, ""
    try:
        check_orderable(product, assessment)
        price = unit_price([Tier(tier.minimum, tier.price) for tier in product.tiers], item.quantity)
        refusal = _sold_out(product, item.quantity)
    except DomainError as error:
        refusal = error.message or next(iter(error.errors.values()), "")
    return Standing(price, (price or 0) * item.quantity, refusal, is_public(product))


def _sold_out(product: Product, quantity: int) -> Any:
    free = product.stock_on_hand - product.stock_reserved
    if product.availability != Availability.STOCK or free >= quantity:
        return ""
    return _l("Only %(left)s %(unit)s are left.", left=free, unit=product.base_unit) if free > 0 else _l("Sold out.")
