"""Which orders and carts hang on a certificate: the part of ``certification.at_risk`` that trade knows."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from catalog.at_risk import listings_on
from catalog.models import Product
from catalog.units import SellingUnit
from certification.at_risk import Risk
from orders.lifecycle import CLOSED, OrderState
from orders.models import CartLine, Order, OrderLine

ENDED = frozenset({*CLOSED, OrderState.RECEIVED})
"""Orders from which nothing is awaited any more."""


def reckon(session: Session, certificate_ids: Collection[int]) -> dict[int, Risk]:
    """Return the open orders on each certificate's listings, and the rupiah of what is ordered or lies in carts.

    Of an order counts what has not been received yet, at its own price; a cart counts at the list price of today.
    """
    listings = listings_on(session, certificate_ids)
    products = set().union(*listings.values()) if listings else set()
    if not products:
        return {}
    ordered, carted = _ordered(session, products), _carted(session, products)
    return {key: _risk(found, ordered, carted) for key, found in listings.items() if found}


def _risk(products: Iterable[int], ordered: dict[int, dict[int, int]], carted: dict[int, int]) -> Risk:
    orders: set[int] = set()
    rupiah = 0
    for product_id in products:
        orders |= ordered[product_id].keys()
        rupiah += sum(ordered[product_id].values()) + carted.get(product_id, 0)
    return Risk(orders=len(orders), rupiah=rupiah)


def _ordered(session: Session, product_ids: set[int]) -> dict[int, dict[int, int]]:
    """Return by product and order the rupiah that have not been received."""
    awaited = func.sum((OrderLine.quantity - OrderLine.received_quantity) * OrderLine.unit_price)
    statement = (
        select(OrderLine.product_id, OrderLine.order_id, awaited)
        .join(Order)
        .where(OrderLine.product_id.in_(product_ids), Order.state.not_in(ENDED))
        .group_by(OrderLine.product_id, OrderLine.order_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for product_id, order_id, rupiah in session.execute(statement):
        found[product_id][order_id] = int(rupiah)
    return found


def _carted(session: Session, product_ids: set[int]) -> dict[int, int]:
    size = case(
        (CartLine.unit == SellingUnit.CARTON.value, Product.carton_size),
        (CartLine.unit == SellingUnit.PACK.value, Product.pack_size),
        else_=1,
    )
    worth = func.sum(CartLine.count * func.coalesce(size, 1) * Product.price)
    statement = select(CartLine.product_id, worth).join(Product).where(CartLine.product_id.in_(product_ids))
    found = session.execute(statement.group_by(CartLine.product_id))
    return {product_id: int(rupiah) for product_id, rupiah in found}
