"""How much of what is made to order was already promised this month: a warning, never a refusal."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import JAKARTA
from orders.lifecycle import CLOSED
from orders.models import Order, OrderLine


def promised(session: Session, product_ids: Collection[int], *, now: datetime) -> dict[int, int]:
    """Return the base units of each product ordered in this month of Jakarta, ended orders left out."""
    if not product_ids:
        return {}
    month = now.astimezone(JAKARTA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    statement = (
        select(OrderLine.product_id, func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.product_id.in_(product_ids), Order.placed_at >= month, Order.state.not_in(CLOSED))
        .group_by(OrderLine.product_id)
    )
    return {product_id: int(quantity) for product_id, quantity in session.execute(statement)}
