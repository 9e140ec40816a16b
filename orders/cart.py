"""The cart of one person of a buyer: what is wanted, in packs or cartons. Prices are reckoned when it is read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.pricing import below_minimum
from catalog.queries import products_by_ids, public_product
from catalog.units import SellingUnit, in_base_units
from marketplace.accounts import scope
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders import basket
from orders.basket import Cart, check_buyable, check_in_stock
from orders.models import CartLine
from orders.permissions import PLACE_ORDER

MAX_LINES = 100
DOUBLE_CLICK = timedelta(seconds=2)
"""Within this time the same amount of the same product is a second click, not a second wish."""


def add(
    session: Session,
    actor: Actor,
    product_code: str,
    unit: str,
    count: int,
    *,
    booth_id: int | None = None,
    now: datetime,
) -> CartLine:
    """Put a product into the cart, on top of what is there; raise ``NotFound``, ``Conflict``, or ``Invalid`` on
    ``unit`` or ``count``.

    ``booth_id``: the booth at a fair whose card led the buyer here, remembered for the order.
    """
    check_buyer(actor)
    product = public_product(session, product_code)
    line = _line_of(session, actor, product.id)
    if line is not None and _is_second_click(line, unit, count, now):
        return line
    wanted, total = _together(product, line, _unit(unit), count)
    _check(session, actor, product, wanted, total, now)
    if line is None:
        _check_room(session, actor)
        line = _insert(session, actor, product, now)
    line.unit, line.count, line.added_at = wanted, total, now
    if booth_id is not None:
        line.booth_id, line.booth_at = booth_id, now
    session.flush()
    return line


def change(session: Session, actor: Actor, line_id: int, unit: str, count: int, *, now: datetime) -> CartLine:
    """Set how much is wanted of a line of the own cart; raise as ``add`` does."""
    check_buyer(actor)
    line = _own_line(session, actor, line_id)
    wanted = _unit(unit)
    _check(session, actor, products_by_ids(session, {line.product_id})[line.product_id], wanted, count, now)
    line.unit, line.count = wanted, count
    session.flush()
    return line


def remove(session: Session, actor: Actor, line_id: int) -> None:
    """Take a line out of the own cart; a line that is gone already is fine (a second click)."""
    check_buyer(actor)
    line = session.scalar(lines_of(actor).where(CartLine.id == line_id))
    if line is not None:
        session.delete(line)
        session.flush()


def contents(session: Session, actor: Actor, *, region: str | None = None, now: datetime) -> Cart:
    """Return the cart with today's prices and problems, grouped by cooperative; with ``region`` the ways to ship."""
    lines = session.scalars(lines_of(actor)).all()
    return basket.assemble(session, lines, buyer_id=actor.organisation_id, region=region, now=now)


def line_count(session: Session, actor: Actor) -> int:
    """Return how many products lie in the cart."""
    return session.scalar(select(func.count()).select_from(lines_of(actor).subquery())) or 0


def lines_of(actor: Actor) -> Select[CartLine]:
    """Select the lines of a person's cart in the active organisation, in the order in which they were put in."""
    return scope.rows(actor, CartLine).where(CartLine.user_id == actor.user_id).order_by(CartLine.id)


def locked_lines(session: Session, actor: Actor) -> Sequence[CartLine]:
    """Return the lines for a checkout: a second checkout of the same cart waits here and then finds it empty."""
    return session.scalars(lines_of(actor).with_for_update()).all()


def check_buyer(actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor may order for an organisation that buys."""
    actor.check(PLACE_ORDER)
    if not actor.is_buyer:
        raise NotAllowed("not_a_buyer", _l("Only organisations that buy can order."))


def _line_of(session: Session, actor: Actor, product_id: int) -> CartLine | None:
    return session.scalar(lines_of(actor).where(CartLine.product_id == product_id).with_for_update())


def _own_line(session: Session, actor: Actor, line_id: int) -> CartLine:
    line = session.scalar(lines_of(actor).where(CartLine.id == line_id).with_for_update())
    if line is None:
        raise NotFound()
    return line


def _is_second_click(line: CartLine, unit: str, count: int, now: datetime) -> bool:
    return (line.unit, line.count) == (unit, count) and now - line.added_at < DOUBLE_CLICK


def _unit(text: str) -> SellingUnit:
    if text not in set(SellingUnit):
        raise Invalid.field("unit", _l("Choose piece, pack or carton."))
    return SellingUnit(text)


def _together(product: Product, line: CartLine | None, unit: SellingUnit, count: int) -> tuple[SellingUnit, int]:
    """Return unit and count of what is there and what is added; different units meet in base units."""
    packing = product.packing
    added = in_base_units(packing, unit, count)
    if line is None:
        return unit, count
    if line.unit == unit:
        return unit, line.count + count
    size = packing.size_of(SellingUnit(line.unit)) or 1
    return SellingUnit.BASE, line.count * size + added


def _check(session: Session, actor: Actor, product: Product, unit: SellingUnit, count: int, now: datetime) -> None:
    quantity = in_base_units(product.packing, unit, count)
    if quantity < product.minimum_order:
        raise below_minimum(product.minimum_order)
    assessment = requirements.assessment_of(session, product, jakarta_day(now))
    check_buyable(product, assessment, actor.organisation_id)
    check_in_stock(product, quantity)


def _check_room(session: Session, actor: Actor) -> None:
    if line_count(session, actor) >= MAX_LINES:
        raise Invalid.field("product", _l("A cart holds at most %(most)s products.", most=MAX_LINES))


def _insert(session: Session, actor: Actor, product: Product, now: datetime) -> CartLine:
    """Insert a line of one base unit; where a second click was faster, take its line instead."""
    line = CartLine(
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        product_id=product.id,
        unit=SellingUnit.BASE,
        count=1,
        added_at=now,
    )
    try:
        with session.begin_nested():
            session.add(line)
    except IntegrityError:
        found = _line_of(session, actor, product.id)
        if found is None:
            raise
        return found
    return line
