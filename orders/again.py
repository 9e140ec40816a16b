"""Ordering again what was ordered before: what of it can still be had, how much, and at what price today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.support import LazyProxy
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Availability, Product
from catalog.pricing import Tier, unit_price
from catalog.queries import products_by_ids
from catalog.units import SellingUnit
from certification.requirements import Assessment
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, DomainError, NotFound
from marketplace.core.money import Rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders import cart, queries
from orders.basket import check_buyable, out_of_stock
from orders.models import CartLine, Order, OrderLine
from orders.snapping import snapped

IN_CART = _l("It is in your cart already.")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the old order as it would be ordered today; ``refusal`` says why it cannot."""

    line: OrderLine
    product: Product
    quantity: int = 0
    """Base units."""
    price: Rupiah = 0
    """Of one base unit, before PPN, at this quantity today."""
    refusal: LazyProxy | str = ""

    @property
    def is_other_amount(self) -> bool:
        """Whether carton, minimum or stock ask for another amount than before."""
        return not self.refusal and self.quantity != self.line.quantity

    @property
    def difference(self) -> Rupiah:
        """By how much the price of one unit has changed; below 0 where it has become cheaper."""
        return 0 if self.refusal else self.price - self.line.unit_price


def plan(session: Session, actor: Actor, number: str, *, now: datetime) -> tuple[Order, list[Row]]:
    """Return one of the buyer's own orders and what ordering it again would put into the cart.

    Raises ``NotAllowed`` for who may not order, ``NotFound`` for another's order (also for its seller).
    """
    cart.check_buyer(actor)
    order = queries.order_of(session, actor, number)
    if order.buyer_id != actor.organisation_id:
        raise NotFound()
    products = products_by_ids(session, {line.product_id for line in order.lines})
    assessments = requirements.assessments(session, list(products.values()), jakarta_day(now))
    in_cart = set(session.scalars(cart.lines_of(actor).with_only_columns(CartLine.product_id)))
    rows = [_row(line, products[line.product_id], assessments[line.product_id], actor, in_cart) for line in order.lines]
    return order, rows


def take(session: Session, actor: Actor, number: str, *, now: datetime) -> int:
    """Put what can be had into the cart and return how many products that were. Doing it twice is once."""
    _order, rows = plan(session, actor, number, now=now)
    going = [row for row in rows if not row.refusal]
    for row in going:
        unit, count = _counted(row)
        cart.add(session, actor, row.line.product_code, unit, count, now=now)
    return len(going)


def is_possible(rows: Sequence[Row]) -> bool:
    """Tell whether there is anything to put into the cart."""
    return any(not row.refusal for row in rows)


def _row(line: OrderLine, product: Product, assessment: Assessment, actor: Actor, in_cart: set[int]) -> Row:
    try:
        check_buyable(product, assessment, actor.organisation_id)
        quantity = _quantity(line, product)
        price = unit_price([Tier(tier.minimum, tier.price) for tier in product.tiers], quantity)
        if product.id in in_cart:
            raise Conflict("in_cart", IN_CART)
    except DomainError as refusal:
        return Row(line=line, product=product, refusal=refusal.message or next(iter(refusal.errors.values()), ""))
    return Row(line=line, product=product, quantity=quantity, price=price)


def _quantity(line: OrderLine, product: Product) -> int:
    left = product.stock_on_hand - product.stock_reserved if product.availability == Availability.STOCK else None
    whole = line.carton_size is not None and line.quantity % line.carton_size == 0
    quantity = snapped(
        line.quantity, minimum=product.minimum_order, left=left, carton=product.carton_size if whole else None
    )
    if quantity == 0:
        raise out_of_stock(product, left or 0)
    return quantity


def _counted(row: Row) -> tuple[SellingUnit, int]:
    size = row.product.carton_size
    if size and row.quantity % size == 0:
        return SellingUnit.CARTON, row.quantity // size
    return SellingUnit.BASE, row.quantity
