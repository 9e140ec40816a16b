"""The readiness of all products of one cooperative, for itself and for who accompanies it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.policies.rules import Policy
from catalog.queries import WHOLE
from catalog.readiness.answers import Band, Readiness
from catalog.readiness.demand import policies_in_force
from catalog.readiness.grouping import Group, bands, grouped
from catalog.readiness.queries import readiness_of

MOST = 100
"""Products on one page, the last changed: more than nearly every cooperative has."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All products looked at, by name; never by score."""

    scored: tuple[tuple[Product, Readiness], ...]
    total: int
    """How many products there are; more than are looked at where it exceeds ``MOST``."""
    groups: tuple[Group[Product], ...]
    bands: dict[Band, int]
    policies: tuple[Policy, ...]
    """Of the buyers who made one."""

    @property
    def next_group(self) -> Group[Product] | None:
        """The cheapest step; None where nothing is left but to wait."""
        return next((group for group in self.groups if not group.first.waits), None)


def overview(session: Session, cooperative_id: int, day: date, *, states: Collection[ProductState]) -> Overview:
    """Return how ready the products of a cooperative in some states are, in a fixed number of queries."""
    wanted = select(Product).where(Product.cooperative_id == cooperative_id, Product.state.in_(states))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    newest = wanted.order_by(Product.updated_at.desc(), Product.id.desc()).limit(MOST).options(*WHOLE)
    products = sorted(session.scalars(newest).unique(), key=lambda product: (product.name.casefold(), product.id))
    found = readiness_of(session, products, day)
    scored = tuple((product, found[product.id]) for product in products)
    return Overview(
        scored=scored, total=total, groups=grouped(scored), bands=bands(scored), policies=policies_in_force(session)
    )


def narrowed(found: Overview, words: str) -> tuple[tuple[Product, Readiness], ...]:
    """Return the products with all words in their names."""
    wanted = words.casefold().split()
    return tuple(row for row in found.scored if all(word in row[0].name.casefold() for word in wanted))
