"""What the clock ends: unpaid, unquoted, unanswered; never what is paid or may be."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.core.working_days import deadline
from marketplace.db import Database
from marketplace.events import schedule, trail
from orders import ending, events, lapsing, services
from orders.lifecycle import OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentAction, PaymentMethod, PaymentParty, PaymentState
from orders.payments.models import Payment
from orders.payments.standing import move
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_group, make_order, make_rate, pay, quote

S, SECOND = OrderState, timedelta(seconds=1)
HOUR = NOW + timedelta(hours=1)
TWO_DAYS, THREE_DAYS = deadline(NOW, 2), deadline(NOW, 3)


def state_after(database: Database, order_id: int, now: datetime) -> str:
    lapsing.lapse_due(database, now)
    with database.reading() as session:
        return session.get_one(Order, order_id).state


def order_in(database: Database, **over: Any) -> int:
    with database.transaction() as session:
        seller = make_seller(session)
        order = make_order(session, make_buyer(session), seller, **over)
        return order.id


@pytest.mark.parametrize(
    ("over", "until", "before"),
    [
        ({"payment_method": PaymentMethod.CARD}, HOUR, S.PLACED),
        ({"payment_method": PaymentMethod.BANK_TRANSFER}, TWO_DAYS, S.PLACED),
        ({"state": S.CONFIRMED}, TWO_DAYS, S.CONFIRMED),
        ({"state": S.AWAITING_SHIPPING_QUOTE}, THREE_DAYS, S.AWAITING_SHIPPING_QUOTE),
    ],
)
def test_what_nobody_acted_on_lapses_when_the_time_is_over_and_not_before(
    app: object, database: Database, over: dict[str, Any], until: datetime, before: OrderState
) -> None:
    order_id = order_in(database, **over)

    assert state_after(database, order_id, until) == before
    assert state_after(database, order_id, until + SECOND) == S.LAPSED
    assert state_after(database, order_id, until + timedelta(days=9)) == S.LAPSED

    with database.reading() as session:
        order = session.get_one(Order, order_id)
        product = session.get_one(Product, order.lines[0].product_id)
        assert (product.stock_on_hand, product.stock_reserved, order.payment_state) == (100, 0, PaymentState.UNPAID)
        assert order.closed_at == until + SECOND
        [event] = trail.history(session, "order", order_id, [events.ORDER_LAPSED])
        assert event.actor_user_id is None


def test_a_quote_that_the_buyer_does_not_answer_lapses(app: object, database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session)
        order = make_order(session, make_buyer(session), seller, state=S.AWAITING_SHIPPING_QUOTE)
        quote(session, seller, order, now=THREE_DAYS)

    assert state_after(database, order.id, THREE_DAYS + SECOND) == S.AWAITING_SHIPPING_QUOTE
    assert state_after(database, order.id, deadline(THREE_DAYS, 3) + SECOND) == S.LAPSED


@pytest.mark.parametrize("state", [S.PLACED, S.CONFIRMED, S.PARTLY_SHIPPED, S.SHIPPED, S.RECEIVED])
def test_a_paid_order_never_lapses(app: object, database: Database, state: OrderState) -> None:
    order_id = order_in(database, state=state, paid=True)

    assert state_after(database, order_id, NOW + timedelta(days=365)) == state


def test_an_order_whose_transfer_was_shown_waits_for_the_seller(app: object, database: Database) -> None:
    with database.transaction() as session:
        order = make_order(session, make_buyer(session), make_seller(session))
        move(order, PaymentAction.SEND_PROOF, PaymentParty.BUYER, now=NOW)

    assert state_after(database, order.id, NOW + timedelta(days=365)) == S.PLACED


def test_the_orders_of_a_card_lapse_together_and_no_new_payment_starts(app: object, database: Database) -> None:
    with database.transaction() as session:
        sellers = [make_seller(session) for _ in range(3)]
        for seller in sellers:
            make_rate(session, seller)
        products = [(make_product(session, seller), 20) for seller in sellers]
        group = make_group(session, make_buyer(session), products, payment_method=PaymentMethod.CARD)
        services.reject(session, sellers[0], group.orders[0], "Habis.", now=NOW)

    lapsing.lapse_due(database, HOUR + SECOND)

    with database.reading() as session:
        orders = session.scalars(select(Order).order_by(Order.id)).all()
        payments = session.scalars(select(Payment)).all()
        assert [order.state for order in orders] == [S.REJECTED, S.LAPSED, S.LAPSED]
        assert len(payments) == 2 and all(payment.superseded_at for payment in payments)


def test_one_checkout_that_fails_does_not_keep_the_others(
    app: object, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = order_in(database), order_in(database)
    lapse = ending.lapse

    def fail_once(session: Session, orders: list[Order], *, now: datetime) -> None:
        if orders[0].id == bad:
            raise RuntimeError("broken")
        lapse(session, orders, now=now)

    monkeypatch.setattr("orders.lapsing.ending.lapse", fail_once)
    lapsing.lapse_due(database, TWO_DAYS + SECOND)

    with database.reading() as session:
        assert session.get_one(Order, bad).state == S.PLACED
        assert session.get_one(Order, good).state == S.LAPSED


def test_an_order_that_is_paid_between_the_look_and_the_lock_stays(
    app: object, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = order_in(database)
    look = lapsing._due

    def look_and_pay(session: Session, now: datetime) -> list[list[int]]:
        due = look(session, now)
        session.close()
        with database.transaction() as other:
            pay(other, other.get_one(Order, order_id), now=now)
        return due

    monkeypatch.setattr(lapsing, "_due", look_and_pay)

    assert state_after(database, order_id, TWO_DAYS + SECOND) == S.PLACED


def test_the_worker_looks_every_minute(app: object, database: Database) -> None:
    order_id = order_in(database)

    ran = schedule.run_due(database, now=TWO_DAYS + SECOND)

    assert "lapse_orders" in ran
    with database.reading() as session:
        assert session.get_one(Order, order_id).state == S.LAPSED
