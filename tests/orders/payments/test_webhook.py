"""Webhooks of the provider: forged, doubled, in any order, too early, with the wrong money."""

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace.core.errors import DomainError, Unavailable
from marketplace.events.models import Event
from orders import events
from orders.payments.gateway import BadSignature
from orders.payments.lifecycle import PaymentState
from orders.payments.models import SeenCardEvent
from orders.payments.sandbox import sessions
from orders.payments.stripe import StripeGateway
from tests.orders.payments.conftest import Checkout, place


def named(found: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(event for event in found if event["type"] == kind)


def changed(event: dict[str, Any], **fields: Any) -> dict[str, Any]:
    other = copy.deepcopy(event)
    other["data"]["object"].update(fields)
    other["id"] = f"evt_{len(fields)}_{'_'.join(map(str, fields.values()))}"[:60]
    return other


def happened(checkout: Checkout, name: str) -> int:
    with checkout.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Event).where(Event.name == name)) or 0


@pytest.mark.both_engines
def test_a_paid_checkout_pays_all_its_orders(checkout: Checkout) -> None:
    sent = checkout.pay(checkout.open())

    checkout.hear(named(sent, "checkout.session.completed"))

    [payment] = checkout.payments()
    assert checkout.states() == [PaymentState.PAID, PaymentState.PAID]
    assert payment.paid_at is not None
    assert payment.intent_id is not None
    assert happened(checkout, events.ORDER_PAID) == 2


def test_a_paid_order_waits_for_the_seller_not_for_the_end_of_the_hour(checkout: Checkout) -> None:
    sent = checkout.pay(checkout.open())

    checkout.hear(named(sent, "payment_intent.succeeded"))

    assert all(order.act_by and order.act_by > checkout.now + timedelta(hours=2) for order in checkout.orders())


@pytest.mark.parametrize("age", [0, 301], ids=["forged", "too old"])
def test_a_webhook_that_is_forged_or_old_changes_nothing(checkout: Checkout, age: int) -> None:
    event = checkout.pay(checkout.open())[1]
    secret = "whsec_of_somebody_else" if age == 0 else "whsec_for_tests"

    with pytest.raises(BadSignature):
        checkout.hear(event, secret, at=None if age == 0 else 1_700_000_000)

    assert checkout.states() == [PaymentState.UNPAID] * 2
    assert happened(checkout, events.ORDER_PAID) == 0


@pytest.mark.both_engines
@pytest.mark.stress
def test_many_copies_at_once_take_effect_once(checkout: Checkout, full_size: bool) -> None:
    event = named(checkout.pay(checkout.open()), "checkout.session.completed")
    copies = 200 if full_size else 20

    with ThreadPoolExecutor(20) as pool:
        results = [pool.submit(checkout.hear, event) for _ in range(copies)]
    faults = [result.exception() for result in results]

    assert faults == [None] * copies
    assert happened(checkout, events.ORDER_PAID) == 2
    with checkout.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SeenCardEvent)) == 1


@pytest.mark.both_engines
def test_two_events_of_one_payment_at_once_pay_once(checkout: Checkout) -> None:
    sent = checkout.pay(checkout.open())

    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(checkout.hear, event) for event in sent * 4]

    assert [result.exception() for result in results] == [None] * 8
    assert happened(checkout, events.ORDER_PAID) == 2


@pytest.mark.stress
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_events_in_every_order_lead_to_the_same_end(database: Any, provider: Any, now: Any, full_size: bool) -> None:
    # At full size one of the events comes twice more: 720 orders of six.
    for order in permutations((0, 1, 2, 3, 2, 3) if full_size else range(4)):
        checkout = place(database, provider, now, sellers=1)
        payment = checkout.payments()[-1]
        session_id = checkout.open(payment)
        store = provider.sandbox.store
        declined = checkout.happen(
            lambda found=store["sessions"][session_id], store=store: sessions.decline(store, found)
        )
        paid = checkout.pay(session_id)
        sent = [*declined, *paid, paid[-1]]

        for place_of in order:
            checkout.hear(sent[place_of])

        assert checkout.states() == [PaymentState.PAID], order


def test_an_expired_session_and_its_late_event_leave_the_next_attempt_alone(checkout: Checkout) -> None:
    first = checkout.open()
    store = checkout.sandbox.sandbox.store
    expired = checkout.happen(lambda: sessions.expire(store, first))
    second = checkout.open()
    sent = checkout.pay(second)

    checkout.hear(named(sent, "checkout.session.completed"))
    checkout.hear(expired[0])

    assert first != second
    assert checkout.states() == [PaymentState.PAID] * 2


WRONG: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "a hundredth": lambda event: changed(event, amount_total=event["data"]["object"]["amount_total"] // 100),
    "a hundredfold": lambda event: changed(event, amount_total=event["data"]["object"]["amount_total"] * 100),
    "one rupiah less": lambda event: changed(event, amount_total=event["data"]["object"]["amount_total"] - 100),
    "another currency": lambda event: changed(event, currency="usd"),
    "another intent": lambda event: changed(event, payment_intent="pi_of_somebody_else"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_signed_event_with_the_wrong_money_pays_nothing_and_alarms(checkout: Checkout, wrong: str) -> None:
    event = named(checkout.pay(checkout.open()), "checkout.session.completed")

    checkout.hear(WRONG[wrong](event))

    assert checkout.states() == [PaymentState.UNPAID] * 2
    assert happened(checkout, events.PAYMENT_MISMATCHED) == 1


@pytest.mark.parametrize(("field", "value"), [("amount_total", 150_000), ("currency", "usd"), ("amount_total", 1)])
def test_what_the_provider_itself_says_must_fit_too(checkout: Checkout, field: str, value: Any) -> None:
    session_id = checkout.open()
    sent = checkout.pay(session_id)
    checkout.sandbox.sandbox.store["sessions"][session_id][field] = value

    for event in sent:
        checkout.hear(event)

    assert checkout.states() == [PaymentState.UNPAID] * 2
    assert happened(checkout, events.PAYMENT_MISMATCHED) == 1
    assert checkout.payments()[0].session_over_at is not None


def test_the_session_of_one_checkout_never_pays_another(database: Any, provider: Any, now: Any) -> None:
    mine, other = place(database, provider, now, sellers=1), place(database, provider, now, sellers=1)
    cheap, dear = mine.payments()
    event = mine.pay(mine.open(cheap))[1]
    other.open(dear)
    forged = changed(event, metadata={"payment_reference": dear.reference})

    mine.hear(forged)

    assert other.states() == [PaymentState.UNPAID]
    assert mine.states() == [PaymentState.PAID]


def test_a_reference_swapped_at_the_provider_pays_nothing(checkout: Checkout) -> None:
    session_id = checkout.open()
    event = checkout.pay(session_id)[1]
    checkout.sandbox.sandbox.store["sessions"][session_id]["metadata"] = {"payment_reference": "BYR-LAIN"}

    checkout.hear(event)

    assert checkout.states() == [PaymentState.UNPAID] * 2


def test_a_webhook_before_our_own_commit_is_asked_to_come_again(checkout: Checkout) -> None:
    event = checkout.pay(checkout.open())[1]
    with checkout.database.transaction() as session:
        payment = session.merge(checkout.payments()[0])
        session_id, payment.session_id = payment.session_id, None

    with pytest.raises(Unavailable):
        checkout.hear(event)
    with checkout.database.transaction() as session:
        session.merge(checkout.payments()[0]).session_id = session_id
    checkout.hear(event)

    assert checkout.states() == [PaymentState.PAID] * 2


def test_an_event_that_found_nobody_at_the_provider_is_not_marked_as_seen(checkout: Checkout) -> None:
    event = checkout.pay(checkout.open())[1]
    there, checkout.gateway = checkout.gateway, StripeGateway("sk_test_x", "whsec_for_tests", "http://127.0.0.1:9")

    with pytest.raises(Unavailable):
        checkout.hear(event)
    checkout.gateway = there
    checkout.hear(event)

    assert checkout.states() == [PaymentState.PAID] * 2


@pytest.mark.parametrize("kind", ["checkout.session.completed", "payment_intent.succeeded", "customer.created"])
def test_events_about_nothing_of_ours_are_taken_and_forgotten(checkout: Checkout, kind: str) -> None:
    sent = checkout.pay(checkout.open())
    event = changed(
        named(sent, "checkout.session.completed"), id="cs_of_somebody_else", metadata={}, payment_intent=None
    )
    event["type"] = kind
    if kind == "payment_intent.succeeded":
        event = changed(named(sent, kind), id="pi_of_somebody_else", metadata={})

    checkout.hear(event)

    assert checkout.states() == [PaymentState.UNPAID] * 2
    with checkout.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SeenCardEvent)) == 0


@pytest.mark.both_engines
def test_a_fault_in_the_effect_leaves_no_mark(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    event = checkout.pay(checkout.open())[1]

    def broken(*_args: Any, **_named: Any) -> None:
        raise DomainError("broken")

    with monkeypatch.context() as patch:
        patch.setattr("orders.payments.settling.trail.record", broken)
        with pytest.raises(DomainError):
            checkout.hear(event)
    checkout.hear(event)

    assert checkout.states() == [PaymentState.PAID] * 2
