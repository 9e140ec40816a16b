"""Setting stock aside for the orders of one checkout."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from catalog import stock
from marketplace.core.errors import Conflict
from orders.basket import Item, out_of_stock


def reserve(session: Session, group_id: int, items: Sequence[Item], *, now: datetime) -> None:
    """Reserve what lies in stock; raise ``Conflict("out_of_stock")`` naming the product and what is left.

    In the order of product ids: two carts that share products never wait for each other in a circle.
    """
    for item in sorted((item for item in items if item.from_stock), key=lambda item: item.product.id):
        product = item.product
        try:
            stock.reserve(session, product.id, item.quantity, reference=reserved_as(group_id), now=now)
        except Conflict as refusal:
            session.refresh(product, ["stock_on_hand", "stock_reserved"])
            raise out_of_stock(product, product.stock_on_hand - product.stock_reserved) from refusal


def reserved_as(group_id: int) -> str:
    """Return the reference of what a checkout reserved: each product stands on one of its lines only."""
    return f"order_group:{group_id}"
