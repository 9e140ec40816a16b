"""What the provider says, held against what was asked: a truth table."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from orders.payments.comparing import Difference, Expected, difference
from orders.payments.gateway import AmountMismatch, CardEvent, CardEventKind, CheckoutSession, SessionStatus

WHEN = datetime(2026, 11, 24, tzinfo=UTC)
EXPECTED = Expected(session_id="cs_1", reference="BYR-1", amount=150_000, allocated=150_000, intent_id=None)
SEEN = CheckoutSession(
    id="cs_1",
    url=None,
    payment_intent_id="pi_1",
    expires_at=WHEN,
    status=SessionStatus.COMPLETE,
    payment_status="paid",
    amount=150_000,
    metadata={"payment_reference": "BYR-1"},
)
EVENT = CardEvent(
    id="evt_1",
    type="checkout.session.completed",
    kind=CardEventKind.CHECKOUT_COMPLETED,
    created=WHEN,
    session_id="cs_1",
    payment_intent_id="pi_1",
    amount=150_000,
    currency="idr",
)


def test_what_fits_has_no_difference() -> None:
    assert difference(EXPECTED, SEEN) is None
    assert difference(EXPECTED, SEEN, EVENT) is None
    assert difference(replace(EXPECTED, intent_id="pi_1"), SEEN, EVENT) is None
    assert difference(EXPECTED, SEEN, replace(EVENT, amount=None, payment_intent_id=None)) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": "cs_2"}, Difference.SESSION),
        ({"metadata": {}}, Difference.REFERENCE),
        ({"metadata": {"payment_reference": "BYR-2"}}, Difference.REFERENCE),
        ({"amount": 1_500}, Difference.AMOUNT),
        ({"amount": 15_000_000}, Difference.AMOUNT),
        ({"amount": 149_999}, Difference.AMOUNT),
        ({"amount": AmountMismatch(15_000_000, "usd")}, Difference.AMOUNT),
        ({"amount": AmountMismatch(150_000, "idr")}, Difference.AMOUNT),
        ({"amount": AmountMismatch(None, "idr")}, Difference.AMOUNT),
        ({"payment_intent_id": None}, Difference.INTENT),
    ],
)
def test_a_session_that_differs_is_told(changes: dict[str, Any], expected: Difference) -> None:
    assert difference(EXPECTED, replace(SEEN, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": 1_500}, Difference.AMOUNT),
        ({"amount": AmountMismatch(15_000_000, "eur")}, Difference.AMOUNT),
        ({"payment_intent_id": "pi_2"}, Difference.INTENT),
    ],
)
def test_an_event_that_differs_is_told_although_the_session_fits(changes: dict[str, Any], expected: Difference) -> None:
    assert difference(EXPECTED, SEEN, replace(EVENT, **changes)) == expected


def test_another_intent_than_the_one_that_paid_is_told() -> None:
    assert difference(replace(EXPECTED, intent_id="pi_0"), SEEN) == Difference.INTENT


def test_parts_that_do_not_sum_up_are_told() -> None:
    assert difference(replace(EXPECTED, allocated=149_000), SEEN) == Difference.ALLOCATION
