"""Goods that lost a paper: held until the buyer decides, sent all the same or cancelled; receipt is never stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.models import LinkState
from certification.status import Status
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.db import Database
from marketplace.events import trail
from orders import events
from orders.api_detail import order_out
from orders.lifecycle import OrderState
from orders.payments.lifecycle import PaymentState
from orders.touched import services
from orders.touched.guard import check_may_be_paid
from orders.touched.models import TouchedDecision
from orders.touched.rules import Stage
from orders.touched.standing import touched_of
from tests.factories import NOW, make_buyer
from tests.factories_orders import receive, ship
from tests.orders.touched.conftest import LATER, WHY, Trade
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_nothing_is_touched_while_every_paper_counts_and_that_costs_one_query(trade: Trade, database: Database) -> None:
    order = trade.order()
    with count_queries(database) as seen:
        assert touched_of(trade.session, [order], now=LATER) == {}
    assert len(seen) == 1


def test_a_revoked_paper_touches_the_line_with_scheme_status_and_day(trade: Trade) -> None:
    order = trade.order()
    trade.revoke()

    [row] = touched_of(trade.session, [order], now=LATER).values()

    [lost] = row.lost
    assert (lost.scheme, lost.status, lost.since) == ("halal", Status.REVOKED, jakarta_day(LATER))
    assert row.stage == Stage.PAID
    assert row.is_held


def test_an_ended_paper_is_lost_since_the_day_after_its_last(trade: Trade) -> None:
    order = trade.order()
    trade.halal.valid_until = jakarta_day(NOW)

    assert touched_of(trade.session, [order], now=NOW) == {}
    [row] = touched_of(trade.session, [order], now=NOW + timedelta(days=3)).values()
    assert [(lost.status, lost.since) for lost in row.lost] == [(Status.EXPIRED, jakarta_day(NOW) + timedelta(days=1))]


def test_a_paper_on_hold_for_the_changed_product_alone_touches_as_well(trade: Trade) -> None:
    order = trade.order()
    next(paper for paper in trade.product.papers if paper.certificate_id == trade.halal.id).state = LinkState.HELD
    trade.session.flush()

    [row] = touched_of(trade.session, [order], now=LATER).values()
    assert [lost.status for lost in row.lost] == [Status.ON_HOLD]


def test_taking_the_lost_paper_off_the_product_hides_nothing(trade: Trade) -> None:
    order = trade.order()
    trade.revoke()
    trade.product.papers = [paper for paper in trade.product.papers if paper.certificate_id != trade.halal.id]
    trade.session.flush()

    assert len(touched_of(trade.session, [order], now=LATER)) == 1


def test_r22_the_seller_cannot_ship_before_the_buyer_has_decided(trade: Trade) -> None:
    order = trade.order()
    trade.revoke()

    with pytest.raises(Conflict, match="paper_lost") as refused:
        ship(trade.session, trade.seller, order, now=LATER)
    assert list(refused.value.errors) == [f"line_{order.lines[0].id}"]

    services.accept(trade.session, trade.buyer, order, WHY, now=LATER)
    ship(trade.session, trade.seller, order, now=LATER)
    assert order.state == OrderState.SHIPPED


def test_the_word_stands_on_the_timeline_without_its_reason_and_twice_is_once(trade: Trade) -> None:
    order = trade.order()
    trade.revoke()

    for _time in range(2):
        services.accept(trade.session, trade.buyer, order, WHY, now=LATER)

    [event] = trail.history(trade.session, "order", order.id, [events.LOSS_ACCEPTED])
    assert event.data == {"number": order.number, "lines": [1], "certificates": [trade.halal.code]}
    [decision] = trade.session.scalars(select(TouchedDecision))
    assert (decision.reason, decision.status) == (WHY, "revoked")


def test_what_was_accepted_on_hold_is_asked_anew_once_it_is_revoked(trade: Trade) -> None:
    order = trade.order()
    trade.hold()
    services.accept(trade.session, trade.buyer, order, WHY, now=LATER)
    assert not services.held_of(trade.session, order, now=LATER)

    trade.halal.on_hold = False
    trade.revoke()
    assert len(services.held_of(trade.session, order, now=LATER)) == 1


@pytest.mark.parametrize("reason", ["", "  ok ", "tuh\x00"])
def test_a_word_without_a_reason_is_refused(trade: Trade, reason: str) -> None:
    order = trade.order()
    trade.revoke()
    with pytest.raises(Invalid) as refused:
        services.accept(trade.session, trade.buyer, order, reason, now=LATER)
    assert "reason" in refused.value.errors


def test_neither_a_stranger_nor_the_seller_decides(trade: Trade) -> None:
    order = trade.order()
    trade.revoke()
    with pytest.raises(NotFound):
        services.accept(trade.session, make_buyer(trade.session), order, WHY, now=LATER)
    with pytest.raises((NotAllowed, NotFound)):
        services.accept(trade.session, trade.seller, order, WHY, now=LATER)


def test_a_confirmed_order_can_be_cancelled_by_its_buyer_once_a_paper_is_lost(trade: Trade) -> None:
    order = trade.order()
    with pytest.raises(Conflict):
        services.refuse(trade.session, trade.buyer, order, WHY, now=LATER)
    trade.revoke()

    services.refuse(trade.session, trade.buyer, order, WHY, now=LATER)

    assert order.state == OrderState.CANCELLED
    assert order.payment_state == PaymentState.REFUND_DUE


def test_r22_goods_on_their_way_are_told_of_and_received(trade: Trade) -> None:
    order = trade.order(OrderState.SHIPPED)
    trade.revoke()

    [row] = touched_of(trade.session, [order], now=LATER).values()
    assert (row.stage, row.is_held) == (Stage.ON_THE_WAY, False)
    receive(trade.session, trade.buyer, order, now=LATER)
    assert order.state == OrderState.RECEIVED
    assert touched_of(trade.session, [order], now=LATER) == {}


def test_r22_no_card_is_charged_before_the_buyer_has_decided(trade: Trade) -> None:
    order = trade.order(OrderState.PLACED, paid=False)
    check_may_be_paid(trade.session, [order], now=LATER)
    trade.revoke()
    with pytest.raises(Conflict, match="paper_lost"):
        check_may_be_paid(trade.session, [order], now=LATER)


def test_many_orders_cost_no_more_queries_than_one(trade: Trade, database: Database) -> None:
    orders = [trade.order() for _number in range(3)]
    trade.revoke()
    counts = []
    for some in (orders[:1], orders):
        with count_queries(database) as seen:
            assert len(touched_of(trade.session, some, now=LATER)) == len(some)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_api_names_what_each_line_lost(trade: Trade) -> None:
    order = trade.order()
    assert order_out(trade.session, trade.buyer, order).lines[0].touched == []
    trade.revoke()

    [lost] = order_out(trade.session, trade.seller, order).lines[0].touched
    assert lost.model_dump() == {"scheme": "halal", "status": "revoked", "since": jakarta_day(LATER)}
