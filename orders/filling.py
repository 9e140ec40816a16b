"""Filling the cart with several products at once: what can be ordered goes in, the rest is told by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.lists.queries import own_list, wanted_of
from catalog.queries import public_by_codes
from catalog.units import SellingUnit
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from orders import cart


@dataclass(frozen=True)
class Filled:
    """How many products went into the cart, and the names of those that did not."""

    added: int
    refused: Sequence[str]
    gone: int
    """Products that are not on sale any more."""


def add_list(session: Session, actor: Actor, code: str, *, booth_id: int | None = None, now: datetime) -> Filled:
    """Put a list of the buyer's organisation into the cart; raise ``NotFound`` for a stranger's."""
    cart.check_buyer(actor)
    own_list(session, actor, code)
    return add_many(session, actor, wanted_of(session, actor, code), booth_id=booth_id, now=now)


def add_many(
    session: Session,
    actor: Actor,
    wanted: Sequence[tuple[str, int]],
    *,
    booth_id: int | None = None,
    now: datetime,
) -> Filled:
    """Put products into the cart by code and base units, each as if it were put there alone.

    A refusal of one (sold out, papers missing, cart full) leaves the others untouched: the cart checks before it
    writes. A second click within the cart's own time adds nothing.
    """
    products = public_by_codes(session, [code for code, _quantity in wanted])
    added, refused = 0, []
    for code, quantity in wanted:
        product = products.get(code)
        if product is None:
            continue
        try:
            cart.add(session, actor, code, SellingUnit.BASE, quantity, booth_id=booth_id, now=now)
            added += 1
        except (Conflict, Invalid):
            refused.append(product.name)
    return Filled(added, refused, len(wanted) - len(products))
