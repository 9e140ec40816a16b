"""What a buyer ordered in a period and what of it counts: orders that were not rejected, cancelled or lapsed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.clock import JAKARTA
from marketplace.core.roles import Actor
from marketplace.regions.queries import names
from orders.lifecycle import CLOSED
from orders.lists import placed_within
from orders.models import Order, OrderLine
from orders.spending.periods import Period
from orders.spending.reckoning import PROVEN, SpentLine


def lines_of(session: Session, actor: Actor, period: Period) -> list[SpentLine]:
    """Return the lines that count, oldest order first, in one query."""
    mine = scope.rows(actor, Order).where(
        Order.buyer_id == actor.organisation_id,
        Order.state.not_in(CLOSED),
        *placed_within(period.first, period.last),
    )
    statement = (
        mine.join(OrderLine, OrderLine.order_id == Order.id)
        .join(Organisation, Organisation.id == Order.seller_id)
        .join(Product, Product.id == OrderLine.product_id)
        .with_only_columns(Order.number, Order.placed_at, Organisation, OrderLine, Product.category)
        .order_by(Order.placed_at, Order.id, OrderLine.position)
    )
    return [_line(*row) for row in session.execute(statement)]


def district_names(session: Session, lines: list[SpentLine]) -> Mapping[str, str]:
    """Return code to name of the districts (kecamatan) of the report."""
    return names(session, {line.district for line in lines})


def _line(number: str, placed_at: datetime, seller: Organisation, line: OrderLine, category: str) -> SpentLine:
    return SpentLine(
        order=number,
        day=placed_at.astimezone(JAKARTA).date(),
        cooperative_id=seller.id,
        cooperative=seller.name,
        region=seller.region_code,
        category=category,
        product_id=line.product_id,
        product=line.product_name,
        producer=line.producer_name,
        quantity=line.quantity,
        unit=line.base_unit,
        goods=line.amount,
        tax=line.tax_amount,
        papers=tuple(paper["scheme"] for paper in line.certificates if paper.get("status") in PROVEN),
    )
