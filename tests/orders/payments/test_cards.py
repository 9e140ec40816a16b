"""Paying by card from the shop's side: opening, ending, late money, lost webhooks, refunds by the real client."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from marketplace.core.errors import Conflict, Invalid, NotFound, Unavailable
from marketplace.core.money import MAX_RUPIAH
from marketplace.events import outbox, trail
from orders import ending, events, services
from orders.models import Order
from orders.payments import cards, reconciling, refunding, starting
from orders.payments.gateway import RefundRequest, RefundResult
from orders.payments.lifecycle import PaymentState
from orders.payments.models import Payment, RefundState
from orders.payments.sandbox import SandboxHandle, sessions
from orders.payments.stripe import StripeGateway
from tests.factories import make_buyer
from tests.orders.payments.conftest import ADDRESSES, SECRET, Checkout, place

NOBODY = StripeGateway("sk_test_x", SECRET, "http://127.0.0.1:9")


def cancel(checkout: Checkout, which: int = 0) -> None:
    with checkout.database.transaction() as session:
        services.cancel(session, checkout.buyer, session.get_one(Order, checkout.order_ids[which]), now=checkout.now)


def deliver(app: Flask, checkout: Checkout, now: datetime | None = None) -> None:
    app.extensions["card_gateway"] = checkout.gateway
    with app.test_request_context("/", base_url="http://127.0.0.1:8123"):
        outbox.drain(checkout.database, now=now or checkout.now)


def test_one_card_payment_covers_the_whole_checkout(checkout: Checkout) -> None:
    [payment] = checkout.payments()

    assert payment.amount == sum(order.total for order in checkout.orders())
    assert payment.pay_by == checkout.now + timedelta(hours=1)
    assert payment.reference.startswith("BYR-")


@pytest.mark.both_engines
def test_two_tabs_at_once_lead_to_one_session(checkout: Checkout) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(lambda _: checkout.open(), range(4)))

    assert len(opened) == 1
    assert checkout.payments()[0].attempt == 1


def test_an_answer_that_got_lost_opens_no_second_session(checkout: Checkout) -> None:
    first = checkout.open()
    with checkout.database.transaction() as session:
        session.get_one(Payment, checkout.payments()[0].id).session_id = None

    assert checkout.open() == first


def test_another_buyer_cannot_pay_this(checkout: Checkout) -> None:
    with checkout.database.transaction() as session:
        stranger = make_buyer(session)

    with pytest.raises(NotFound):
        cards.open_session(
            checkout.database,
            checkout.gateway,
            stranger,
            checkout.payments()[0].reference,
            ADDRESSES,
            now=checkout.now,
        )


@pytest.mark.parametrize("reference", ["BYR-TIDAKADA", "", "\x00", "' OR 1=1 --"])
def test_a_reference_that_is_none_of_ours_is_not_found(checkout: Checkout, reference: str) -> None:
    with pytest.raises(NotFound):
        cards.open_session(checkout.database, checkout.gateway, checkout.buyer, reference, ADDRESSES, now=checkout.now)


def test_a_payment_whose_time_is_over_is_refused(checkout: Checkout) -> None:
    checkout.now += timedelta(hours=1)

    with pytest.raises(Conflict) as refusal:
        checkout.open()

    assert refusal.value.code == "payment_late"


def test_a_provider_that_is_away_keeps_the_order(checkout: Checkout) -> None:
    there, checkout.gateway = checkout.gateway, NOBODY
    with pytest.raises(Unavailable):
        checkout.open()
    checkout.gateway = there

    assert checkout.open()
    assert checkout.states() == [PaymentState.UNPAID] * 2


def test_an_order_that_ends_leaves_a_payment_for_the_rest(app: Flask, checkout: Checkout) -> None:
    session_id = checkout.open()

    cancel(checkout)
    deliver(app, checkout)

    old, new = checkout.payments()
    assert old.superseded_at == checkout.now
    assert old.session_over_at is not None
    assert checkout.gateway.retrieve_checkout(session_id).status == "expired"
    assert new.amount == checkout.orders()[1].total
    assert new.pay_by == old.pay_by
    with pytest.raises(Conflict):
        checkout.open(old)


def test_all_orders_of_a_checkout_that_lapse_leave_no_new_payment(checkout: Checkout) -> None:
    with checkout.database.transaction() as session:
        ending.lapse(session, [session.get_one(Order, ident) for ident in checkout.order_ids], now=checkout.now)

    assert [payment.superseded_at for payment in checkout.payments()] == [checkout.now]


@pytest.mark.both_engines
def test_money_for_a_superseded_payment_pays_what_is_open_and_owes_the_rest(app: Flask, checkout: Checkout) -> None:
    sent = checkout.pay(checkout.open())
    cancel(checkout)

    for event in sent:
        checkout.hear(event)

    old, new = checkout.payments()
    [refund] = checkout.refunds()
    assert checkout.states() == [PaymentState.REFUND_DUE, PaymentState.PAID]
    assert (refund.payment_id, refund.order_id, refund.amount) == (
        old.id,
        checkout.order_ids[0],
        checkout.orders()[0].total,
    )
    assert new.superseded_at is not None


@pytest.mark.both_engines
def test_an_order_paid_twice_stays_paid_and_the_second_money_goes_back(app: Flask, checkout: Checkout) -> None:
    first = checkout.pay(checkout.open())
    cancel(checkout)
    second = checkout.pay(checkout.open(checkout.payments()[1]))

    for event in [*second, *first]:
        checkout.hear(event)
    deliver(app, checkout)

    assert checkout.states() == [PaymentState.REFUNDED, PaymentState.PAID]
    assert [refund.state for refund in checkout.refunds()] == [RefundState.DONE] * 2
    assert sum(refund.amount for refund in checkout.refunds()) == checkout.payments()[0].amount


def test_money_that_comes_after_the_order_lapsed_goes_back_in_full(app: Flask, checkout: Checkout) -> None:
    sent = checkout.pay(checkout.open())
    with checkout.database.transaction() as session:
        ending.lapse(session, [session.get_one(Order, ident) for ident in checkout.order_ids], now=checkout.now)

    checkout.hear(sent[0])
    assert checkout.states() == [PaymentState.REFUND_DUE] * 2
    deliver(app, checkout)

    assert checkout.states() == [PaymentState.REFUNDED] * 2
    store = checkout.sandbox.sandbox.store
    [charge] = [c for c in store["charges"].values() if c["payment_intent"] == checkout.payments()[0].intent_id]
    assert charge["amount_refunded"] == checkout.payments()[0].amount * 100


@pytest.mark.both_engines
def test_a_paid_order_that_ends_is_refunded_once_however_often_it_is_sent(app: Flask, checkout: Checkout) -> None:
    for event in checkout.pay(checkout.open()):
        checkout.hear(event)
    cancel(checkout, 1)
    [refund] = checkout.refunds()

    deliver(app, checkout)
    for _ in range(3):
        refunding.send(checkout.database, checkout.gateway, refund.id, now=checkout.now)

    assert checkout.states() == [PaymentState.PAID, PaymentState.REFUNDED]
    store = checkout.sandbox.sandbox.store
    made = [r for r in store["refunds"].values() if r["payment_intent"] == checkout.payments()[0].intent_id]
    assert [found["amount"] for found in made] == [refund.amount * 100]


def test_a_refund_waits_for_a_provider_that_is_away(app: Flask, checkout: Checkout) -> None:
    for event in checkout.pay(checkout.open()):
        checkout.hear(event)
    cancel(checkout)
    there, checkout.gateway = checkout.gateway, NOBODY
    deliver(app, checkout)
    assert checkout.states()[0] == PaymentState.REFUND_DUE
    checkout.gateway = there

    deliver(app, checkout, checkout.now + timedelta(minutes=1))

    assert checkout.states()[0] == PaymentState.REFUNDED


def test_a_refund_that_the_provider_refuses_alarms_the_operators(
    app: Flask, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    for event in checkout.pay(checkout.open()):
        checkout.hear(event)
    cancel(checkout)
    store = checkout.sandbox.sandbox.store
    for charge in store["charges"].values():
        charge["amount_refunded"] = charge["amount"]

    deliver(app, checkout)

    assert checkout.refunds()[0].state == RefundState.FAILED
    assert checkout.states()[0] == PaymentState.REFUND_DUE
    with checkout.database.reading() as session:
        assert len(trail.history(session, "order", checkout.order_ids[0], [events.REFUND_FAILED])) == 1


@pytest.mark.both_engines
def test_a_lost_webhook_is_found_by_asking(checkout: Checkout) -> None:
    checkout.pay(checkout.open())

    asked = reconciling.reconcile(checkout.database, checkout.gateway, now=checkout.now + reconciling.EVERY)

    assert asked == 1
    assert checkout.states() == [PaymentState.PAID] * 2
    assert timedelta(minutes=10) >= reconciling.EVERY * 2
    assert reconciling.reconcile(checkout.database, checkout.gateway, now=checkout.now) == 0


def test_a_session_that_ended_is_asked_about_no_more(checkout: Checkout) -> None:
    session_id = checkout.open()
    checkout.happen(lambda: sessions.expire(checkout.sandbox.sandbox.store, session_id))

    reconciling.reconcile(checkout.database, checkout.gateway, now=checkout.now)

    assert reconciling.reconcile(checkout.database, checkout.gateway, now=checkout.now) == 0


def test_a_session_the_provider_has_forgotten_does_not_stop_the_others(
    database: Any, provider: SandboxHandle, now: datetime
) -> None:
    lost, good = place(database, provider, now, sellers=1), place(database, provider, now, sellers=1)
    forgotten, kept = lost.payments()
    lost.sandbox.sandbox.store["sessions"].pop(lost.open(forgotten))
    good.pay(good.open(kept))

    reconciling.reconcile(database, good.gateway, now=now)

    assert good.states() == [PaymentState.PAID]


@pytest.mark.both_engines
def test_a_second_start_for_the_same_order_is_a_conflict(checkout: Checkout) -> None:
    with checkout.database.transaction() as session, pytest.raises(Conflict):
        order = session.get_one(Order, checkout.order_ids[0])
        starting.start(session, order.group, [order], now=checkout.now)


def test_more_than_a_card_takes_is_refused_for_a_transfer(checkout: Checkout) -> None:
    cancel(checkout)
    cancel(checkout, 1)
    with checkout.database.transaction() as session:
        order = session.get_one(Order, checkout.order_ids[0])
        order.goods_total = order.total = MAX_RUPIAH + 1
        order.shipping_cost = order.tax_total = 0
        session.flush()
        with pytest.raises(Invalid) as refusal:
            starting.start(session, order.group, [order], now=checkout.now)

    assert "payment_method" in refusal.value.errors


@pytest.mark.both_engines
def test_a_payment_and_a_cancellation_at_once_never_lose_money(database: Any, provider: Any, now: datetime) -> None:
    for _ in range(3):
        checkout = place(database, provider, now, sellers=2)
        event = checkout.pay(checkout.open(checkout.payments()[-1]))[1]

        with ThreadPoolExecutor(2) as pool:
            heard, cancelled = pool.submit(checkout.hear, event), pool.submit(cancel, checkout)

        assert heard.exception() is None
        assert isinstance(cancelled.exception(), Conflict | None)
        first, second = checkout.states()
        assert second == PaymentState.PAID
        is_closed = checkout.orders()[0].closed_at is not None
        assert first == (PaymentState.REFUND_DUE if is_closed else PaymentState.PAID)
        owed = [r.order_id for r in checkout.refunds() if r.order_id in checkout.order_ids]
        assert owed == (checkout.order_ids[:1] if is_closed else [])


@pytest.fixture
def under_way(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """A refund that the provider took and still works on, as far as we know."""
    for event in checkout.pay(checkout.open()):
        checkout.hear(event)
    cancel(checkout)
    send = checkout.gateway.refund

    def slowly(request: RefundRequest) -> RefundResult:
        return RefundResult(send(request).id, "pending")

    with monkeypatch.context() as patch:
        patch.setattr(checkout.gateway, "refund", slowly)
        refunding.send(checkout.database, checkout.gateway, checkout.refunds()[0].id, now=checkout.now)
    assert checkout.states()[0] == PaymentState.REFUND_DUE
    return checkout


def test_a_refund_under_way_is_followed_by_its_webhook_once(under_way: Checkout) -> None:
    [refund] = under_way.refunds()
    sent = under_way.sandbox.sandbox.store["refunds"][refund.provider_refund_id or ""]
    event = {
        "id": f"evt_{refund.provider_refund_id}",
        "object": "event",
        "type": "refund.updated",
        "created": int(under_way.now.timestamp()),
        "data": {"object": sent},
    }

    under_way.hear(event)
    under_way.hear(event)

    assert under_way.states() == [PaymentState.REFUNDED, PaymentState.PAID]
    with under_way.database.reading() as session:
        assert len(trail.history(session, "order", under_way.order_ids[0], [events.REFUND_DONE])) == 1


def test_a_refund_under_way_is_asked_about_where_its_webhook_is_lost(under_way: Checkout) -> None:
    reconciling.reconcile(under_way.database, under_way.gateway, now=under_way.now)

    assert under_way.states() == [PaymentState.REFUNDED, PaymentState.PAID]


@pytest.mark.both_engines
def test_a_refund_that_the_outbox_gave_up_is_sent_by_the_clock(checkout: Checkout) -> None:
    for event in checkout.pay(checkout.open()):
        checkout.hear(event)
    cancel(checkout)
    later = checkout.now + timedelta(minutes=11)

    reconciling.reconcile(checkout.database, checkout.gateway, now=checkout.now)
    assert checkout.states()[0] == PaymentState.REFUND_DUE
    reconciling.reconcile(checkout.database, checkout.gateway, now=later)

    assert checkout.states()[0] == PaymentState.REFUNDED
