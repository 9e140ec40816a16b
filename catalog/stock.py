"""Stock in base units: reserved when ordered, released or dispatched later, counted by the cooperative.

Every change is one conditional UPDATE and one row of ``stock_moves`` whose reference makes it happen once: the
same call again (a doubled webhook, a retried job) changes nothing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from catalog import events
from catalog.models import Availability, Product, StockMove, StockMoveKind
from catalog.permissions import MANAGE_PRODUCTS
from catalog.units import MAX_QUANTITY
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail


def reserve(session: Session, product_id: int, quantity: int, *, reference: str, now: datetime) -> None:
    """Set base units aside for an order; raise ``Conflict("out_of_stock")`` where fewer are free.

    Only for goods that lie in stock; of several products reserve in the order of their ids, so that two
    checkouts never wait for each other in a circle.
    """
    free = Product.stock_on_hand - Product.stock_reserved
    taken = (
        update(Product)
        .where(Product.id == product_id, Product.availability == Availability.STOCK, free >= _positive(quantity))
        .values(stock_reserved=Product.stock_reserved + quantity)
    )
    refusal = Conflict("out_of_stock", _l("There is not enough stock left for this amount."))
    _move(session, StockMoveKind.RESERVE, product_id, quantity, taken, refusal, reference, now)


def release(session: Session, product_id: int, quantity: int, *, reference: str, now: datetime) -> None:
    """Give reserved base units back to free stock: the order ended without them."""
    freed = (
        update(Product)
        .where(Product.id == product_id, Product.stock_reserved >= _positive(quantity))
        .values(stock_reserved=Product.stock_reserved - quantity)
    )
    refusal = Conflict("not_reserved", _l("This amount is not reserved."))
    _move(session, StockMoveKind.RELEASE, product_id, quantity, freed, refusal, reference, now)


def dispatch(session: Session, product_id: int, quantity: int, *, reference: str, now: datetime) -> None:
    """Take reserved base units out of the store: they have left with a shipment."""
    gone = (
        update(Product)
        .where(Product.id == product_id, Product.stock_reserved >= _positive(quantity))
        .values(
            stock_reserved=Product.stock_reserved - quantity,
            stock_on_hand=Product.stock_on_hand - quantity,
        )
    )
    refusal = Conflict("not_reserved", _l("This amount is not reserved."))
    _move(session, StockMoveKind.DISPATCH, product_id, quantity, gone, refusal, reference, now)


def count_stock(
    session: Session, actor: Actor, product: Product, on_hand: int, *, now: datetime, seen: int | None = None
) -> None:
    """Write down how many base units lie in the store, reserved ones among them.

    ``seen`` is the number that the counter saw before; raise ``Conflict("stale")`` where stock has moved since,
    because nobody knows then whether the count was made before or after. Raise ``Invalid`` on ``on_hand``
    below what is reserved for orders.
    """
    actor.check(MANAGE_PRODUCTS)
    if not 0 <= on_hand <= MAX_QUANTITY:
        raise Invalid.field("on_hand", _l("Write a whole number from 0 to %(most)s.", most=MAX_QUANTITY))
    session.refresh(product)
    if product.stock_on_hand == on_hand:
        return  # a second click, or the count confirmed what was known
    if on_hand < product.stock_reserved:
        raise _below_reserved(product.stock_reserved)
    before = product.stock_on_hand if seen is None else seen
    counted = (
        update(Product)
        .where(Product.id == product.id, Product.stock_on_hand == before, Product.stock_reserved <= on_hand)
        .values(stock_on_hand=on_hand, version=Product.version + 1, updated_at=now)
    )
    refusal = Conflict("stale", _l("Stock has moved while you counted. Look at the new number and count again."))
    reference = f"count:{product.version}"
    _move(session, StockMoveKind.COUNT, product.id, on_hand, counted, refusal, reference, now)
    session.refresh(product)
    trail.record(
        session, actor, events.STOCK_COUNTED, "product", product.id, now=now, code=product.code, on_hand=on_hand
    )


def _move(
    session: Session,
    kind: StockMoveKind,
    product_id: int,
    quantity: int,
    change: Any,
    refusal: Conflict,
    reference: str,
    now: datetime,
) -> None:
    """Insert the move, then change the stock; where the stock refuses, the move is undone with it."""
    with session.begin_nested():
        if not _is_new(session, kind, product_id, quantity, reference, now):
            return
        if not conditional(session, change):
            raise refusal


def _is_new(
    session: Session, kind: StockMoveKind, product_id: int, quantity: int, reference: str, now: datetime
) -> bool:
    # The unique key decides, not a look beforehand: of two at once the second waits here and then sees the row.
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(StockMove)
        .values(product_id=product_id, kind=kind, quantity=quantity, reference=reference, at=now)
        .on_conflict_do_nothing(index_elements=["product_id", "kind", "reference"])
        .returning(StockMove.id)
    )
    return session.scalar(statement) is not None


def _positive(quantity: int) -> int:
    if quantity < 1:
        raise ValueError("stock moves by at least one base unit")
    return quantity


def _below_reserved(reserved: int) -> Invalid:
    return Invalid.field(
        "on_hand", _l("%(reserved)s are reserved for orders: the count cannot be lower.", reserved=reserved)
    )
