"""What stands on a shelf card, and what is refused on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from catalog import queries
from catalog.models import Product
from catalog.permissions import PRINT_CARDS
from catalog.requirements import Badge, badges
from certification.status import is_valid
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l


class Size(StrEnum):
    """Sheets of ISO 216, laid on their long side."""

    A6 = "a6"
    A7 = "a7"


@dataclass(frozen=True, kw_only=True)
class ShelfCard:
    """One card as it is true on a day in Jakarta."""

    product: Product
    papers: Sequence[Badge]
    """Verified and in force on that day: nothing else is ever printed."""
    left_off: Sequence[Badge]
    """Papers that do not count on that day; the page says so, the card is silent."""
    day: date


def card_of(session: Session, actor: Actor, code: str, day: date) -> ShelfCard:
    """Return the card of a product on sale: one's own for a cooperative, anybody's for an office.

    Raise ``NotFound`` for another cooperative's, ``Conflict`` for one that is not on sale: its code leads nowhere.
    """
    actor.check(PRINT_CARDS)
    product = queries.public_product(session, code, actor)
    if actor.is_seller and product.cooperative_id != actor.organisation_id:
        raise NotFound()
    if not queries.is_public(product):
        raise Conflict("not_on_sale", _l("Publish the product first: the code on its card leads to its page."))
    held = [badge for badge in badges(session, [product], day)[product.id] if badge.code]
    return ShelfCard(
        product=product,
        papers=[badge for badge in held if is_valid(badge.status)],
        left_off=[badge for badge in held if not is_valid(badge.status)],
        day=day,
    )
