"""Other products in place of those that lost a paper: of the same kind, to be had, and within the buyer's policy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.models import Availability, Product
from catalog.ordering import check_orderable
from catalog.policies.checking import current, findings_on
from catalog.policies.rules import WEIGHT, Level
from catalog.queries import WHOLE, published
from catalog.requirements import assessments
from certification.requirements import Assessment
from marketplace.core.errors import Conflict
from marketplace.core.money import Rupiah

MOST = 4
LOOKED_AT = 24
"""Candidates for each kind of goods, the most wanted first."""


@dataclass(frozen=True)
class Substitute:
    """One product to choose instead, at its price for the least amount that can be ordered."""

    product: Product
    price: Rupiah
    """Per base unit, before PPN."""


def substitutes_for(
    session: Session, buyer_id: int, products: Mapping[int, tuple[Product, date]], *, today: date
) -> dict[int, list[Substitute]]:
    """Return for each key up to four products to take instead of one, delivered on its day; five sets of queries.

    ``products``: what lost its paper and the day of delivery in Jakarta.
    """
    if not products:
        return {}
    wanted = {product.category: day for product, day in products.values()}
    candidates = [row for kind in sorted(wanted) for row in _candidates(session, buyer_id, kind)]
    assessed = assessments(session, candidates, today)
    orderable = [row for row in candidates if _is_orderable(row, assessed)]
    days = {row.id: wanted[row.category] for row in orderable}
    found = findings_on(session, current(session, buyer_id), orderable, days)
    fitting: dict[str, list[Product]] = defaultdict(list)
    for row in orderable:
        if all(WEIGHT[finding.level] < WEIGHT[Level.WARN] for finding in found[row.id]):
            fitting[row.category].append(row)
    lost = {product.id for product, _day in products.values()}
    return {
        key: [Substitute(row, row.price) for row in fitting[product.category] if row.id not in lost][:MOST]
        for key, (product, _day) in products.items()
    }


def _candidates(session: Session, buyer_id: int, kind: str) -> Sequence[Product]:
    there = or_(
        Product.availability != Availability.STOCK,
        Product.stock_on_hand - Product.stock_reserved >= Product.minimum_order,
    )
    wanted = published().where(Product.category == kind, Product.cooperative_id != buyer_id, there)
    best = wanted.order_by(Product.popularity.desc(), Product.id).limit(LOOKED_AT).with_only_columns(Product.id)
    rows = session.scalars(select(Product).where(Product.id.in_(session.scalars(best).all())).options(*WHOLE))
    return sorted(rows.unique(), key=lambda row: (-row.popularity, row.id))


def _is_orderable(product: Product, assessed: Mapping[int, Assessment]) -> bool:
    try:
        check_orderable(product, assessed[product.id])
    except Conflict:
        return False
    return bool(product.tiers)
