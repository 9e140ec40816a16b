"""What an order remembers of how it came about: the booth at a fair, for thirty days, of its own cooperative."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from marketplace.core.roles import Actor
from orders import cart, checkout
from orders.shipping import ShippingMethod
from tests.factories import NOW, make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair
from tests.factories_orders import make_draft, make_rate

MONTH = timedelta(days=30)


@pytest.fixture
def seller(session: Session) -> Actor:
    seller = make_seller(session)
    make_rate(session, seller)
    return seller


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


@pytest.mark.parametrize(("later", "carries"), [(timedelta(), True), (MONTH, True), (MONTH + timedelta(1), False)])
def test_an_order_carries_the_booth_of_a_scan_of_the_last_thirty_days(
    session: Session, buyer: Actor, seller: Actor, later: timedelta, carries: bool
) -> None:
    booth = make_booth(session, make_fair(session, make_official(session)), seller)
    cart.add(session, buyer, make_product(session, seller).code, "carton", 1, booth_id=booth.id, now=NOW)
    draft = make_draft(shipping={seller.organisation_id: ShippingMethod.COURIER})

    [order] = checkout.place(session, buyer, draft, now=NOW + later).orders

    assert order.booth_id == (booth.id if carries else None)


def test_only_the_order_of_the_booth_s_cooperative_counts_for_it(session: Session, buyer: Actor, seller: Actor) -> None:
    other = make_seller(session)
    make_rate(session, other)
    booth = make_booth(session, make_fair(session, make_official(session)), seller)
    for owner in (other, seller):
        cart.add(session, buyer, make_product(session, owner).code, "carton", 1, booth_id=booth.id, now=NOW)
    ways = {owner.organisation_id: ShippingMethod.COURIER for owner in (seller, other)}

    orders = checkout.place(session, buyer, make_draft(shipping=ways), now=NOW).orders

    assert {order.seller_id: order.booth_id for order in orders} == {
        seller.organisation_id: booth.id,
        other.organisation_id: None,
    }


def test_of_two_booths_the_last_scan_counts(session: Session, buyer: Actor, seller: Actor) -> None:
    fairs = [make_fair(session, make_official(session)) for _ in range(2)]
    first, last = (make_booth(session, fair, seller) for fair in fairs)
    for booth, moment in ((last, NOW), (first, NOW - timedelta(days=3))):
        cart.add(session, buyer, make_product(session, seller).code, "carton", 1, booth_id=booth.id, now=moment)

    draft = make_draft(shipping={seller.organisation_id: ShippingMethod.COURIER})
    [order] = checkout.place(session, buyer, draft, now=NOW).orders

    assert order.booth_id == last.id


def test_adding_without_a_scan_keeps_the_booth_of_the_line(session: Session, buyer: Actor, seller: Actor) -> None:
    booth = make_booth(session, make_fair(session, make_official(session)), seller)
    product = make_product(session, seller)
    cart.add(session, buyer, product.code, "carton", 1, booth_id=booth.id, now=NOW)

    line = cart.add(session, buyer, product.code, "carton", 1, now=NOW + timedelta(hours=1))

    assert (line.booth_id, line.booth_at) == (booth.id, NOW)
