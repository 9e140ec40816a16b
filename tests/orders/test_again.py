"""Ordering again: what can still be had, at today's price, from one's own orders only."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.lifecycle import ProductState
from catalog.models import ProductTier
from marketplace.core.errors import NotAllowed, NotFound
from marketplace.core.roles import Actor
from orders import again, cart
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_order, make_rate

LATER = NOW + timedelta(days=30)


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def test_what_can_be_had_comes_into_the_cart_and_the_rest_says_why(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    kept, gone = make_product(session, seller), make_product(session, seller)
    make_rate(session, seller)
    order = make_group(session, buyer, [(kept, 20), (gone, 20)]).orders[0]
    gone.state = ProductState.WITHDRAWN
    session.flush()

    _order, rows = again.plan(session, buyer, order.number, now=LATER)

    assert [(row.quantity, bool(row.refusal)) for row in rows] == [(20, False), (0, True)]
    assert again.take(session, buyer, order.number, now=LATER) == 1
    assert [line.product_id for line in session.scalars(cart.lines_of(buyer))] == [kept.id]


def test_a_second_click_adds_nothing(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    assert again.take(session, buyer, order.number, now=LATER) == 1
    assert again.take(session, buyer, order.number, now=LATER + timedelta(minutes=1)) == 0
    assert [(line.unit, line.count) for line in session.scalars(cart.lines_of(buyer))] == [("carton", 1)]


def test_the_difference_in_price_is_told(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)
    [line] = order.lines
    session.query(ProductTier).filter(ProductTier.product_id == line.product_id).update(
        {"price": line.unit_price + 500}
    )
    session.expire_all()

    _order, [row] = again.plan(session, buyer, order.number, now=LATER)

    assert (row.price, row.difference) == (line.unit_price + 500, 500)


def test_t17_only_one_s_own_orders_can_be_ordered_again(session: Session, buyer: Actor, seller: Actor) -> None:
    number = make_order(session, buyer, seller).number

    for stranger, refusal in (
        (make_buyer(session), NotFound),
        (seller, NotAllowed),
        (make_seller(session), NotAllowed),
    ):
        with pytest.raises(refusal):
            again.plan(session, stranger, number, now=LATER)
        with pytest.raises(refusal):
            again.take(session, stranger, number, now=LATER)
