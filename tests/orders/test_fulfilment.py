"""Goods on their way: in parts, never more than was ordered or shipped, stock down with them."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.models import Availability, Product
from marketplace.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from orders import deadlines, events, fulfilment, services
from orders.fulfilment import ShipmentDraft
from orders.lifecycle import OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentState
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_order, make_rate, pay, receive, ship

S = OrderState


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


@pytest.fixture
def order(session: Session, buyer: Actor, seller: Actor) -> Order:
    """A paid and confirmed order of 20 pieces from a stock of 100."""
    return make_order(session, buyer, seller, state=S.CONFIRMED, paid=True)


def draft(order: Order, quantity: int, **over: Any) -> ShipmentDraft:
    values: dict[str, Any] = {"method": "courier", "carrier": "Kurir Uji", "lines": {order.lines[0].id: quantity}}
    return ShipmentDraft(**{**values, **over})


def shelf(session: Session, order: Order) -> tuple[int, int]:
    product = session.get_one(Product, order.lines[0].product_id)
    session.refresh(product)
    return product.stock_on_hand, product.stock_reserved


def test_goods_leave_in_parts_and_stock_goes_with_them(session: Session, seller: Actor, order: Order) -> None:
    first = fulfilment.ship(session, seller, order, draft(order, 15), now=NOW)
    assert (order.state, shelf(session, order)) == (S.PARTLY_SHIPPED, (85, 5))

    second = fulfilment.ship(session, seller, order, draft(order, 5, tracking=" UJI-2 "), now=NOW)

    assert (order.state, shelf(session, order)) == (S.SHIPPED, (80, 0))
    code = order.seller.code
    assert [first.number, second.number] == [f"001/SJ/{code}/XI/2026", f"002/SJ/{code}/XI/2026"]
    assert [line.quantity for shipment in order.shipments for line in shipment.lines] == [15, 5]
    assert second.tracking == "UJI-2"
    assert order.act_by == deadlines.act_by(S.SHIPPED, PaymentState.PAID, now=NOW)


def test_what_is_made_to_order_moves_no_stock(session: Session, buyer: Actor, seller: Actor) -> None:
    product = make_product(session, seller, availability=Availability.MADE_TO_ORDER, lead_time_days=3, stock_on_hand=0)
    order = make_order(session, buyer, seller, state=S.SHIPPED, product=product)

    assert (order.state, shelf(session, order)) == (S.SHIPPED, (0, 0))


def test_goods_arrive_in_parts(session: Session, buyer: Actor, seller: Actor, order: Order) -> None:
    ship(session, seller, order, 15)
    receive(session, buyer, order, 10)
    assert order.state == S.PARTLY_SHIPPED
    ship(session, seller, order)
    assert order.state == S.SHIPPED
    receive(session, buyer, order, 3)
    assert order.state == S.PARTLY_RECEIVED
    receive(session, buyer, order)

    assert (order.state, order.act_by) == (S.RECEIVED, None)
    assert [line.quantity for receipt in order.receipts for line in receipt.lines] == [10, 3, 7]
    assert len(trail.history(session, "order", order.id, [events.ORDER_RECEIVED])) == 3


def test_an_order_of_two_products_is_shipped_when_both_have_left(session: Session, buyer: Actor, seller: Actor) -> None:
    make_rate(session, seller)
    [order] = make_group(session, buyer, [(make_product(session, seller), 20) for _ in range(2)]).orders
    pay(session, order)
    services.confirm(session, seller, order, now=NOW)
    one, two = order.lines

    fulfilment.ship(session, seller, order, draft(order, 0, lines={one.id: 20, two.id: 0}), now=NOW)
    assert order.state == S.PARTLY_SHIPPED
    fulfilment.ship(session, seller, order, draft(order, 0, lines={two.id: 20}), now=NOW)

    assert order.state == S.SHIPPED


@pytest.mark.parametrize("state", S)
def test_goods_leave_and_arrive_only_where_the_state_allows(
    session: Session, buyer: Actor, seller: Actor, state: OrderState
) -> None:
    order = make_order(session, buyer, seller, state=state, quantity=20)

    if state == S.PARTLY_SHIPPED:
        fulfilment.ship(session, seller, order, draft(order, 1), now=NOW)
    else:
        with pytest.raises(Conflict):
            fulfilment.ship(session, seller, order, draft(order, 1), now=NOW)
    if state in (S.PARTLY_SHIPPED, S.SHIPPED, S.PARTLY_RECEIVED):
        fulfilment.receive(session, buyer, order, {order.lines[0].id: 1}, now=NOW)
    else:
        with pytest.raises(Conflict):
            fulfilment.receive(session, buyer, order, {order.lines[0].id: 1}, now=NOW)


def test_nothing_leaves_before_the_money_is_here(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.CONFIRMED)

    with pytest.raises(Conflict, match="not_paid"):
        fulfilment.ship(session, seller, order, draft(order, 20), now=NOW)

    assert shelf(session, order) == (100, 20)


@pytest.mark.parametrize("quantity", [-1, 21, 2**63, -(2**63)])
def test_more_than_is_left_does_not_leave(session: Session, seller: Actor, order: Order, quantity: int) -> None:
    with pytest.raises(Invalid) as refusal:
        fulfilment.ship(session, seller, order, draft(order, quantity), now=NOW)

    assert list(refusal.value.errors) == [f"line_{order.lines[0].id}"]
    assert (order.state, order.shipments, shelf(session, order)) == (S.CONFIRMED, [], (100, 20))


@pytest.mark.parametrize("quantity", [-1, 16, 2**63])
def test_more_than_was_shipped_does_not_arrive(
    session: Session, buyer: Actor, seller: Actor, order: Order, quantity: int
) -> None:
    ship(session, seller, order, 15)

    with pytest.raises(Invalid):
        fulfilment.receive(session, buyer, order, {order.lines[0].id: quantity}, now=NOW)

    assert (order.receipts, order.lines[0].received_quantity) == ([], 0)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"lines": {}}, "lines"),
        ({"method": "drone"}, "method"),
        ({"carrier": "  "}, "carrier"),
        ({"method": "own_vehicle", "carrier": ""}, "carrier"),
    ],
)
def test_a_shipment_says_what_and_with_whom(
    session: Session, seller: Actor, order: Order, over: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        fulfilment.ship(session, seller, order, draft(order, 1, **over), now=NOW)

    assert list(refusal.value.errors) == [field]


def test_who_fetches_needs_no_carrier(session: Session, seller: Actor, order: Order) -> None:
    assert fulfilment.ship(session, seller, order, draft(order, 20, method="pickup", carrier=""), now=NOW).carrier == ""


def test_t08_a_line_of_another_order_does_not_exist(
    session: Session, buyer: Actor, seller: Actor, order: Order
) -> None:
    other = make_order(session, buyer, seller, state=S.CONFIRMED, paid=True)
    foreign = {other.lines[0].id: 1}

    with pytest.raises(NotFound):
        fulfilment.ship(session, seller, order, draft(order, 1, lines=foreign), now=NOW)
    ship(session, seller, order)
    with pytest.raises(NotFound):
        fulfilment.receive(session, buyer, order, foreign, now=NOW)

    assert other.lines[0].shipped_quantity == 0


def test_only_the_seller_ships_and_only_the_buyer_receives(
    session: Session, buyer: Actor, seller: Actor, order: Order
) -> None:
    refusals: list[tuple[Actor, type[DomainError]]] = [(buyer, NotAllowed), (make_seller(session), NotFound)]
    for actor, refusal in refusals:
        with pytest.raises(refusal):
            fulfilment.ship(session, actor, order, draft(order, 1), now=NOW)
    ship(session, seller, order)
    for actor, refusal in [(seller, NotAllowed), (make_buyer(session), NotFound)]:
        with pytest.raises(refusal):
            fulfilment.receive(session, actor, order, {order.lines[0].id: 1}, now=NOW)


def test_a_double_click_ships_and_receives_once(session: Session, buyer: Actor, seller: Actor, order: Order) -> None:
    seen = order.version
    first, second = (fulfilment.ship(session, seller, order, draft(order, 5), version=seen, now=NOW) for _ in range(2))
    assert (first.id, order.lines[0].shipped_quantity) == (second.id, 5)

    seen = order.version
    here = {order.lines[0].id: 2}
    one, two = (fulfilment.receive(session, buyer, order, here, version=seen, now=NOW) for _ in range(2))

    assert (one.id, order.lines[0].received_quantity) == (two.id, 2)


def test_the_same_amount_again_from_a_fresh_page_is_a_second_shipment(
    session: Session, seller: Actor, order: Order
) -> None:
    for _part in range(2):
        fulfilment.ship(session, seller, order, draft(order, 5), version=order.version, now=NOW)

    assert (len(order.shipments), order.lines[0].shipped_quantity) == (2, 10)


def test_a_stale_page_ships_nothing(session: Session, seller: Actor, order: Order) -> None:
    seen = order.version
    fulfilment.ship(session, seller, order, draft(order, 5), version=seen, now=NOW)

    with pytest.raises(Conflict, match="stale"):
        fulfilment.ship(session, seller, order, draft(order, 6), version=seen, now=NOW)

    assert order.lines[0].shipped_quantity == 5
