"""What orders keep of a person: shown to that person on wish, erased with the account where no paper needs it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.privacy.events import PERSON_ERASED
from marketplace.privacy.registers import Columns, Rows, export_part, rows
from orders.models import CartLine, Order, Receipt, Shipment

ORDER: Columns = {"number": Order.number, "placed_at": Order.placed_at, "state": Order.state, "total": Order.total}
"""Numbers, days and sums: who the other party is and where goods went belongs to the organisations."""


def orders(session: Session, user_id: int) -> Rows:
    """Return the orders that the person placed."""
    return rows(session, ORDER, select(Order).where(Order.placed_by_id == user_id).order_by(Order.id))


def handled(session: Session, user_id: int) -> Rows:
    """Return the orders for which the person wrote down what was sent or what came."""
    sent = select(Shipment.order_id).where(Shipment.shipped_by_id == user_id)
    came = select(Receipt.order_id).where(Receipt.received_by_id == user_id)
    return rows(session, ORDER, select(Order).where(Order.id.in_(sent.union(came))).order_by(Order.id))


def cart(session: Session, user_id: int) -> Rows:
    """Return what lies in the person's cart."""
    columns: Columns = {"product": Product.name, "count": CartLine.count, "added_at": CartLine.added_at}
    mine = select(CartLine).join(Product, CartLine.product_id == Product.id).where(CartLine.user_id == user_id)
    return rows(session, columns, mine)


def register() -> None:
    """Add the parts to the export of one's own data."""
    export_part("orders", orders, _l("Orders you placed"))
    export_part("orders_handled", handled, _l("Orders you sent or received"))
    export_part("cart", cart, _l("Your cart"))


@subscribe("erase_carts", PERSON_ERASED)
def erase_cart(session: Session, happening: Happening, _now: datetime) -> None:
    """Empty the cart of somebody whose account is gone; orders stay, as papers of trade do."""
    session.execute(delete(CartLine).where(CartLine.user_id == happening.subject_id))
