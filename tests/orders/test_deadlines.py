"""By when who acts: working days of Indonesia, ending in the evening of Jakarta."""

from datetime import UTC, datetime, timedelta

import pytest

from orders import deadlines
from orders.lifecycle import OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState

S, PAY = OrderState, PaymentState
TUESDAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
UNTIL = datetime(2026, 11, 25, 1, 2, tzinfo=UTC)


def evening(day: int, month: int = 11) -> datetime:
    """The last second of a day in Jakarta."""
    return datetime(2026, month, day, 16, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("method", "now", "expected"),
    [
        (PaymentMethod.CARD, TUESDAY, TUESDAY + timedelta(hours=1)),
        (PaymentMethod.CARD, FRIDAY, FRIDAY + timedelta(hours=1)),
        (PaymentMethod.BANK_TRANSFER, TUESDAY, evening(26)),
        (PaymentMethod.BANK_TRANSFER, FRIDAY, evening(1, 12)),
        # Wednesday in the evening of Jakarta is still Wednesday, though UTC is behind and holidays are near.
        (PaymentMethod.BANK_TRANSFER, datetime(2026, 12, 23, 16, 30, tzinfo=UTC), evening(29, 12)),
    ],
)
def test_a_card_has_an_hour_and_a_transfer_two_working_days(
    method: PaymentMethod, now: datetime, expected: datetime
) -> None:
    assert deadlines.pay_by(method, now) == expected


@pytest.mark.parametrize(
    ("state", "money", "expected"),
    [
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, evening(27)),
        (S.PLACED, PAY.UNPAID, UNTIL),
        (S.CONFIRMED, PAY.UNPAID, UNTIL),
        (S.PLACED, PAY.PROOF_SENT, evening(26)),
        (S.PLACED, PAY.PAID, evening(27)),
        (S.CONFIRMED, PAY.PAID, evening(26)),
        (S.PARTLY_SHIPPED, PAY.PAID, evening(26)),
        (S.SHIPPED, PAY.PAID, evening(3, 12)),
        (S.PARTLY_RECEIVED, PAY.PAID, evening(3, 12)),
        (S.RECEIVED, PAY.PAID, None),
        (S.CANCELLED, PAY.UNPAID, None),
        (S.CANCELLED, PAY.REFUND_DUE, evening(27)),
        (S.REJECTED, PAY.PROOF_SENT, evening(26)),
        (S.LAPSED, PAY.REFUNDED, None),
    ],
)
def test_each_state_says_when_somebody_must_act(
    state: OrderState, money: PaymentState, expected: datetime | None
) -> None:
    assert deadlines.act_by(state, money, now=TUESDAY, unpaid_until=UNTIL) == expected


def test_goods_made_to_order_leave_later() -> None:
    ready = deadlines.act_by(S.CONFIRMED, PAY.PAID, now=TUESDAY, lead_time_days=5)

    assert ready == evening(3, 12)
