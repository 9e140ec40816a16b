"""Reading orders: both sides see the same order, strangers none, and lists ask a fixed number of questions."""

from datetime import timedelta
from itertools import product as combine

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from orders import lists, queries
from orders.lifecycle import CLOSED, OrderAction, OrderParty, OrderState
from orders.lists import OrderFilter
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.queries import MY_TURN
from tests.factories import NOW, make_buyer, make_member, make_official, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order
from tests.queries import count_queries

S = OrderState


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def test_both_parties_find_the_order_by_its_number(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    for actor in (buyer, seller):
        assert queries.order_of(session, actor, order.number.lower()).id == order.id


def test_for_everybody_else_it_does_not_exist(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)
    strangers = (make_buyer(session), make_seller(session), make_official(session), make_operator(session))

    for actor in strangers:
        for number in (order.number, "PSN-0000-0000", "", "\x00"):
            with pytest.raises(NotFound):
                queries.order_of(session, actor, number)
        assert lists.found(session, actor, OrderFilter()).total == 0


def test_each_side_has_its_own_list(session: Session, buyer: Actor, seller: Actor) -> None:
    placed = make_order(session, buyer, seller)
    confirmed = make_order(session, buyer, seller, state=S.CONFIRMED, now=NOW + timedelta(hours=1))
    make_order(session, make_buyer(session), seller)

    assert [order.id for order in lists.found(session, buyer, OrderFilter()).items] == [confirmed.id, placed.id]
    assert [order.id for order in lists.found(session, buyer, OrderFilter(state="confirmed")).items] == [confirmed.id]
    assert lists.found(session, buyer, OrderFilter(state="odd' OR 1=1")).total == 2
    assert lists.found(session, buyer, OrderFilter(), 2).items == []
    assert lists.found(session, seller, OrderFilter()).total == 3
    assert queries.counts(session, seller, OrderParty.SELLER)["placed"] == 2
    assert queries.counts(session, buyer, OrderParty.BUYER)["lapsed"] == 0


def is_possible(state: OrderState, money: PaymentState, method: PaymentMethod, quoted: bool) -> bool:
    """Nothing is paid before shipping is agreed, shipped before it is paid, or given back before it ended."""
    if method == PaymentMethod.CARD and money == PaymentState.PROOF_SENT:
        return False
    if state == S.AWAITING_SHIPPING_QUOTE:
        return money == PaymentState.UNPAID
    if state in (S.PARTLY_SHIPPED, S.SHIPPED, S.PARTLY_RECEIVED, S.RECEIVED):
        return quoted and money == PaymentState.PAID
    returned = money in (PaymentState.REFUND_DUE, PaymentState.REFUNDED)
    return quoted and (state in CLOSED or not returned)


def test_lists_and_single_orders_agree_on_whose_turn_it_is(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)
    cost = order.shipping_cost or 0
    walked = [facts for facts in combine(S, PaymentState, PaymentMethod, (True, False)) if is_possible(*facts)]
    for state, money, method, quoted in walked:
        values = {
            "state": state,
            "payment_state": money,
            "payment_method": method,
            "shipping_cost": cost if quoted else None,
            "total": order.goods_total + (cost if quoted else 0),
        }
        session.execute(update(Order).where(Order.id == order.id).values(**values))
        session.expire_all()
        turn = queries.who_acts(order).party
        listed = {
            party: session.scalar(select(Order.id).where(queries.turn_is(party))) is not None
            for party in (OrderParty.BUYER, OrderParty.SELLER)
        }
        assert listed == {party: party == turn for party in listed}, (state, money, method, quoted)
    assert len(walked) > 30


def test_whose_turn_it_is_fills_the_menu_s_counts(session: Session, buyer: Actor, seller: Actor) -> None:
    make_order(session, buyer, seller)
    make_order(session, buyer, seller, paid=True)
    late = make_order(session, buyer, seller, state=S.CONFIRMED, paid=True, now=NOW - timedelta(days=9))
    make_order(session, buyer, seller, state=S.SHIPPED)
    make_order(session, buyer, seller, state=S.RECEIVED)

    assert (queries.buying_count(session, buyer), queries.selling_count(session, seller)) == (2, 2)
    assert lists.found(session, seller, OrderFilter(state=MY_TURN)).total == 2
    assert queries.most_urgent(session, seller, OrderParty.SELLER, 1) == [late]


def test_what_is_offered_depends_on_side_and_role(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, paid=True)
    shop = session.get_one(Organisation, seller.organisation_id)

    assert queries.actions_of(seller, order) == (OrderAction.CONFIRM, OrderAction.REJECT)
    assert queries.actions_of(buyer, order) == (OrderAction.CANCEL,)
    assert queries.actions_of(make_seller(session), order) == ()
    assert queries.actions_of(make_member(session, shop, Role.OFFICIAL), order) == ()


def test_what_a_cooperative_sold_leaves_out_what_ended(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)
    make_order(session, buyer, seller, state=S.CANCELLED)
    make_order(session, buyer, seller, now=NOW - timedelta(days=40))

    assert queries.sold_since(session, seller.organisation_id or 0, NOW - timedelta(days=30)) == (1, order.total)


def test_a_checkout_is_read_by_its_buyer_only(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller)

    assert queries.group_of(session, buyer, order.group.code).id == order.group_id
    for stranger in (seller, make_buyer(session)):
        with pytest.raises(NotFound):
            queries.group_of(session, stranger, order.group.code)


def test_lists_and_pages_ask_a_fixed_number_of_questions(
    database: Database, session: Session, buyer: Actor, seller: Actor
) -> None:
    for _order in range(4):
        make_order(session, buyer, seller, state=S.PARTLY_SHIPPED, product=make_product(session, seller))
    number = lists.found(session, buyer, OrderFilter()).items[0].number
    session.flush()
    session.expire_all()

    with count_queries(database) as seen:
        for order in lists.found(session, seller, OrderFilter()).items:
            assert order.buyer.name and order.seller.name and order.lines and queries.who_acts(order).party
    assert len(seen) <= 3, seen

    session.expire_all()
    with count_queries(database) as seen:
        order = queries.order_of(session, buyer, number)
        assert [line.quantity for shipment in order.shipments for line in shipment.lines] == [1]
        queries.timeline_of(session, order, now=NOW)
    assert len(seen) <= 8, seen
