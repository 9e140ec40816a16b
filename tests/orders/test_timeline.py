"""The story of an order: what happened, who acts now and by when, what is still to come."""

from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session

from marketplace.core.roles import Actor
from orders import services
from orders.lifecycle import OrderParty, OrderState
from orders.timeline import Step, timeline_of
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_orders import make_order, pay, quote

S = OrderState
BUYER, SELLER = OrderParty.BUYER, OrderParty.SELLER


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def told(steps: tuple[Step, ...], state: str) -> list[str]:
    with force_locale("en"):
        return [str(step.title) for step in steps if step.state == state]


@pytest.mark.parametrize(
    ("state", "past", "to_come"),
    [
        (S.AWAITING_SHIPPING_QUOTE, ["Order placed"], ["Paid", "Confirmed", "Shipped", "Received"]),
        (S.PLACED, ["Order placed"], ["Confirmed", "Shipped", "Received"]),
        (S.SHIPPED, ["Order placed", "Payment received", "Order confirmed", "Goods shipped"], []),
        (
            S.RECEIVED,
            ["Order placed", "Payment received", "Order confirmed", "Goods shipped", "Goods received"],
            [],
        ),
        (S.LAPSED, ["Order placed", "Order lapsed"], []),
    ],
)
def test_the_road_behind_and_ahead(
    session: Session, buyer: Actor, seller: Actor, state: OrderState, past: list[str], to_come: list[str]
) -> None:
    steps = timeline_of(session, make_order(session, buyer, seller, state=state), now=NOW)

    assert (told(steps, "done"), told(steps, "todo")) == (past, to_come)
    assert len(told(steps, "now")) == (0 if state in (S.RECEIVED, S.LAPSED) else 1)


def test_each_step_names_who_took_it(session: Session, buyer: Actor, seller: Actor) -> None:
    order = make_order(session, buyer, seller, state=S.AWAITING_SHIPPING_QUOTE)
    quote(session, seller, order, now=NOW)
    services.accept_shipping(session, buyer, order, now=NOW)
    pay(session, order)

    steps = timeline_of(session, order, now=NOW)

    assert [step.party for step in steps if step.state == "done"] == [BUYER, SELLER, BUYER, None]
    assert told(steps, "now") == ["The cooperative confirms or rejects the order."]


def test_a_seller_who_does_not_confirm_a_paid_order_is_late_not_lapsed(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    order = make_order(session, buyer, seller, paid=True)

    in_time, late = (
        next(step for step in timeline_of(session, order, now=NOW + timedelta(days=days)) if step.state == "now")
        for days in (3, 4)
    )

    assert (in_time.party, in_time.is_late, late.is_late) == (SELLER, False, True)
    assert in_time.by == order.act_by


def test_before_payment_the_seller_may_already_have_confirmed(session: Session, buyer: Actor, seller: Actor) -> None:
    steps = timeline_of(session, make_order(session, buyer, seller, state=S.CONFIRMED), now=NOW)

    assert told(steps, "done") == ["Order placed", "Order confirmed"]
    assert told(steps, "todo") == ["Shipped", "Received"]
    assert [step.party for step in steps if step.state == "now"] == [BUYER]
