"""What pages show of lost papers: on an order, in a cart, and over all that is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.models import Product
from catalog.queries import products_by_ids
from marketplace.accounts import scope
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from orders.models import Order
from orders.preview import Preview
from orders.touched.facts import Judged, policies_of
from orders.touched.losses import Losses, may_have_lost
from orders.touched.rules import Lost
from orders.touched.standing import ENDED, Touched, touched_of
from orders.touched.substitutes import Substitute, substitutes_for

USUAL_DELIVERY = timedelta(days=7)
"""Where no day is promised: about how long goods take within a province."""
MOST_ORDERS = 300
"""Open orders that are looked through for the list of touched ones: more than anybody has."""


@dataclass(frozen=True, kw_only=True)
class CartLoss:
    """What a cart line has lost, and what can be taken instead."""

    lost: tuple[Lost, ...]
    substitutes: list[Substitute]


def in_cart(session: Session, buyer_id: int, shown: Preview, *, now: datetime) -> dict[int, CartLoss]:
    """Return by id of the cart line what is lost; one query where no paper is, else a fixed number."""
    day = jakarta_day(now)
    items = {item.id: (item.product, part.delivery_by) for part in shown.parts for item in part.group.lines}
    products = {product.id: product for product, _day in items.values()}
    if not may_have_lost(session, products.keys(), (), day):
        return {}
    losses = Losses(session, products.values(), (), day)
    judged = Judged(session, list(products.values()), day)
    policy = policies_of(session, {buyer_id}).of(buyer_id)
    failing = {key: judged.failing(key, policy) for key in products}
    lost = {key: tuple(losses.of(product).values()) for key, product in products.items()}
    counting = {key: tuple(row for row in lost[key] if row.scheme in failing[key]) for key in products}
    instead = _instead(session, buyer_id, {key: row for key, row in items.items() if counting[row[0].id]}, day)
    return {
        key: CartLoss(lost=counting[items[key][0].id], substitutes=substitutes) for key, substitutes in instead.items()
    }


def instead_on(
    session: Session, buyer_id: int, touched: Mapping[int, Touched], day: date
) -> dict[int, list[Substitute]]:
    """Return by id of the order line what a buyer can order instead of what is held."""
    held = {key: row.line for key, row in touched.items() if row.is_held}
    products = products_by_ids(session, {line.product_id for line in held.values()})
    wanted = {key: (products[line.product_id], line.order.delivery_by) for key, line in held.items()}
    return _instead(session, buyer_id, wanted, day)


def open_touched(session: Session, actor: Actor, *, now: datetime) -> list[tuple[Order, list[Touched]]]:
    """Return the open orders of the asker's organisation that lost a paper, oldest first; a fixed number of queries."""
    wanted = scope.rows(actor, Order).where(Order.state.not_in(ENDED))
    loads = (joinedload(Order.buyer), joinedload(Order.seller), selectinload(Order.lines))
    orders = session.scalars(wanted.order_by(Order.placed_at.desc()).limit(MOST_ORDERS).options(*loads)).all()
    touched = touched_of(session, orders, now=now)
    rows = [(order, [touched[line.id] for line in order.lines if line.id in touched]) for order in orders]
    return [row for row in reversed(rows) if row[1]]


def _instead(
    session: Session, buyer_id: int, wanted: Mapping[int, tuple[Product, date | None]], today: date
) -> dict[int, list[Substitute]]:
    days = {
        key: (product, max(promised or today + USUAL_DELIVERY, today)) for key, (product, promised) in wanted.items()
    }
    return substitutes_for(session, buyer_id, days, today=today)
