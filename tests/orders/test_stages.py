"""The road of an order in stages, state by state."""

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session

from orders.lifecycle import OrderState
from orders.payments.queries import payment_of
from orders.stages import stages_of
from tests.factories import make_buyer, make_seller
from tests.factories_orders import make_order, quote

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROADS = {
    OrderState.PLACED: ["+Ordered", "*Paid", "-Confirmed", "-Shipped", "-Received"],
    OrderState.CONFIRMED: ["+Ordered", "+Confirmed", "*Paid", "-Shipped", "-Received"],
    OrderState.PARTLY_SHIPPED: ["+Ordered", "+Paid", "+Confirmed", "*Shipped", "-Received"],
    OrderState.SHIPPED: ["+Ordered", "+Paid", "+Confirmed", "+Shipped", "*Received"],
    OrderState.PARTLY_RECEIVED: ["+Ordered", "+Paid", "+Confirmed", "+Shipped", "*Received"],
    OrderState.RECEIVED: ["+Ordered", "+Paid", "+Confirmed", "+Shipped", "+Received"],
    OrderState.REJECTED: ["+Ordered", "+Rejected"],
    OrderState.CANCELLED: ["+Ordered", "+Cancelled"],
    OrderState.LAPSED: ["+Ordered", "+Lapsed"],
    OrderState.AWAITING_SHIPPING_QUOTE: [
        "+Ordered",
        "*Shipping cost agreed",
        "-Paid",
        "-Confirmed",
        "-Shipped",
        "-Received",
    ],
}
MARKS = {"done": "+", "now": "*", "todo": "-"}


def road(session: Session, state: OrderState, *, paid: bool | None = None) -> list[str]:
    seller, buyer = make_seller(session), make_buyer(session)
    order = make_order(session, buyer, seller, state=state, paid=paid)
    stages = stages_of(order, payment_of(session, order))
    with force_locale("en"):
        return [MARKS[stage.state] + str(stage.title) for stage in stages]


@pytest.mark.parametrize("state", OrderState)
def test_what_is_done_stands_before_what_is_due(session: Session, state: OrderState) -> None:
    assert road(session, state) == ROADS[state]


def test_a_paid_order_that_ended_still_has_its_money_to_give_back(session: Session) -> None:
    assert road(session, OrderState.REJECTED, paid=True) == ["+Ordered", "+Paid", "+Rejected", "*Money goes back"]


def test_a_quote_is_agreed_only_once_the_buyer_says_so(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    order = make_order(session, buyer, seller, state=OrderState.AWAITING_SHIPPING_QUOTE)

    quote(session, seller, order)

    assert [stage.state for stage in stages_of(order, None)][:2] == ["done", "now"]
