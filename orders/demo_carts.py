"""What lies in the carts of the demo's buyers: goods to order, and some of which a policy finds something."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Availability, Product
from catalog.policies.checking import findings_for
from catalog.policies.rules import Level
from catalog.queries import products_by_ids, published
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.demo import Stage
from orders import cart
from orders.demo_tales import RETAIL, STATE

ARRIVES = timedelta(days=7)
"""About when goods that are ordered now arrive."""


def put(session: Session, buyer: Actor, code: str, cartons: int, now: datetime) -> None:
    """Put some cartons of a product into a cart, as many as there are; nothing where the minimum is not left."""
    product = session.scalars(select(Product).where(Product.code == code)).one()
    unit = product.packing.units()[0]
    size = product.packing.size_of(unit) or 1
    least = -(-product.minimum_order // size)
    free = product.stock_on_hand - product.stock_reserved
    most = free // size if product.availability == Availability.STOCK else cartons
    if least <= most:
        cart.add(session, buyer, code, unit, max(least, min(cartons, most)), now=now)


def fill(session: Session, stage: Stage, take: Callable[[int, int], list[str]]) -> None:
    """Leave something of three cooperatives in the retailer's cart, and in both buyers' what their policies find."""
    buyer = stage.actor(session, RETAIL)
    for shop in (0, 2, 1):
        for code in take(stage.cooperatives[shop], 1):
            put(session, buyer, code, 2, stage.now)
    for email, levels in ((RETAIL, (Level.REASON,)), (STATE, (Level.BLOCK, Level.REASON))):
        buyer = stage.actor(session, email)
        for code in _found(session, stage, buyer, levels):
            put(session, buyer, code, 2, stage.now)


def _found(session: Session, stage: Stage, buyer: Actor, levels: tuple[Level, ...]) -> Iterator[str]:
    """Give, for each level, the code of a product that the law lets through and the buyer's policy does not."""
    ids = session.scalars(published().with_only_columns(Product.id)).all()
    day = jakarta_day(stage.now)
    products = list(products_by_ids(session, ids).values())
    papers = requirements.assessments(session, products, day)
    fitting = [product for product in products if papers[product.id].orderable]
    found = findings_for(session, buyer.organisation_id or 0, fitting, delivery=day + ARRIVES)
    for level in levels:
        yield from [product.code for product in fitting if {row.level for row in found[product.id]} == {level}][:1]
