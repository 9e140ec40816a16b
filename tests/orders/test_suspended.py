"""A suspended organisation: open orders go on to their end, nothing new begins."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from catalog import services as products
from catalog.permissions import MANAGE_PRODUCTS, SEE_LEADS
from certification.permissions import MANAGE_PRODUCERS, SUBMIT_CERTIFICATE
from marketplace.accounts import members, people, queries, suspension
from marketplace.core.errors import DomainError, NotAllowed
from marketplace.core.roles import Actor, Role
from orders import cart, checkout, services
from orders import queries as orders
from orders.lifecycle import OrderAction, OrderState
from orders.payments.lifecycle import PaymentState
from orders.permissions import CONFIRM_MONEY, FOLLOW_ORDER, FULFIL_ORDER, PLACE_ORDER, SEE_ORDERS
from tests.factories import NOW, make_buyer, make_member, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_draft, make_order, make_rate, pay, receive, ship


def suspended(session: Session, actor: Actor) -> Actor:
    """Suspend somebody's organisation and return the person as the next request sees them."""
    organisation = queries.organisation(session, actor.organisation_id)
    suspension.suspend(session, make_operator(session), organisation, "Periksa dulu.", now=NOW)
    return again(session, actor)


def again(session: Session, actor: Actor) -> Actor:
    """Return the same person as the next request sees them."""
    user = queries.person(session, actor.user_id)
    return people.actor_of(user, people.memberships_of(session, user.id), actor.organisation_id)


def test_a_suspended_seller_keeps_what_open_orders_need_and_nothing_else(session: Session) -> None:
    seller = suspended(session, make_seller(session))

    assert [seller.can(kept) for kept in (FULFIL_ORDER, CONFIRM_MONEY, SEE_ORDERS)] == [True] * 3
    lost = (MANAGE_PRODUCTS, SEE_LEADS, MANAGE_PRODUCERS, SUBMIT_CERTIFICATE)
    assert [seller.can(right) for right in lost] == [False] * 4


def test_a_suspended_buyer_keeps_what_open_orders_need_and_nothing_else(session: Session) -> None:
    buyer = suspended(session, make_buyer(session))

    assert [buyer.can(kept) for kept in (FOLLOW_ORDER, SEE_ORDERS)] == [True] * 2
    assert not buyer.can(PLACE_ORDER)


def test_a_suspended_seller_brings_an_open_order_to_its_end(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    order = make_order(session, buyer, seller, state=OrderState.PLACED)
    seller = suspended(session, seller)

    assert OrderAction.CONFIRM in orders.actions_of(seller, order)
    services.confirm(session, seller, order, version=None, now=NOW)
    pay(session, order)
    ship(session, seller, order)
    receive(session, buyer, order)

    assert order.state == OrderState.RECEIVED


def test_a_suspended_buyer_receives_what_was_ordered(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    order = make_order(session, buyer, seller, state=OrderState.SHIPPED)

    receive(session, suspended(session, buyer), order)

    assert order.state == OrderState.RECEIVED


def test_a_suspended_buyer_cancels_before_paying(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    order = make_order(session, buyer, seller, state=OrderState.PLACED)

    services.cancel(session, suspended(session, buyer), order, reason="Batal dulu.", version=None, now=NOW)

    assert (order.state, order.payment_state) == (OrderState.CANCELLED, PaymentState.UNPAID)


def _add(session: Session, buyer: Actor, code: str) -> None:
    cart.add(session, buyer, code, "carton", 1, now=NOW)


def _check_out(session: Session, buyer: Actor, _code: str) -> None:
    checkout.place(session, buyer, make_draft(), now=NOW)


@pytest.mark.parametrize("begin", [_add, _check_out])
def test_a_suspended_buyer_begins_nothing(session: Session, begin: Callable[..., None]) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_rate(session, seller)
    product = make_product(session, seller)
    cart.add(session, buyer, product.code, "carton", 1, now=NOW)

    with pytest.raises(NotAllowed) as caught:
        begin(session, suspended(session, buyer), product.code)

    assert caught.value.code == "suspended"


@pytest.mark.parametrize("begin", [_add, _check_out])
def test_nothing_is_ordered_from_a_suspended_seller(session: Session, begin: Callable[..., None]) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_rate(session, seller)
    product = make_product(session, seller)
    cart.add(session, buyer, product.code, "carton", 1, now=NOW)
    suspended(session, seller)

    with pytest.raises(DomainError):
        begin(session, buyer, product.code)


def test_a_suspended_seller_publishes_nothing(session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, state="draft")

    with pytest.raises(NotAllowed):
        products.publish(session, suspended(session, seller), product, now=NOW)


def test_after_the_suspension_everything_is_as_before(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    product = make_product(session, seller)
    suspended(session, seller)
    organisation = queries.organisation(session, seller.organisation_id)
    suspension.resume(session, make_operator(session), organisation, now=NOW)

    cart.add(session, buyer, product.code, "carton", 1, now=NOW)

    assert again(session, seller) == seller


def test_u10_somebody_who_left_for_another_company_takes_no_cart_and_no_order_along(session: Session) -> None:
    seller, boss = make_seller(session), make_buyer(session)
    buyer = make_member(session, queries.organisation(session, boss.organisation_id), Role.BUYER)
    order = make_order(session, buyer, seller)
    cart.add(session, buyer, make_product(session, seller).code, "carton", 1, now=NOW)
    new = make_buyer(session)
    people.join(session, new, buyer.user_id, new.organisation_id or 0, Role.BUYER, now=NOW)

    members.remove(session, boss, buyer.user_id, now=NOW)

    user = queries.person(session, buyer.user_id)
    moved = people.actor_of(user, people.memberships_of(session, user.id), new.organisation_id)
    stale = people.actor_of(user, people.memberships_of(session, user.id), boss.organisation_id)
    assert cart.line_count(session, moved) == 0
    assert (stale.organisation_id, stale.roles) == (None, frozenset())
    assert cart.line_count(session, stale) == 0
    for actor in (moved, stale):
        assert orders.actions_of(actor, order) == ()
