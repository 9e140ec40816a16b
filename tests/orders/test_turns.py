"""Whose turn it is: an answer for every state of order and money."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from orders.lifecycle import ORDER, OrderParty, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.turns import Turn, turn_of

S, PAY, M = OrderState, PaymentState, PaymentMethod
BUYER, SELLER = OrderParty.BUYER, OrderParty.SELLER
BY = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


def turn(state: OrderState, money: PaymentState, method: PaymentMethod = M.BANK_TRANSFER, quoted: bool = True) -> Turn:
    return turn_of(state, money, quoted=quoted, method=method, act_by=BY)


@pytest.mark.parametrize(
    ("state", "money", "method", "quoted", "party", "words"),
    [
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, M.CARD, False, SELLER, "states the shipping cost"),
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, M.CARD, True, BUYER, "accepts the shipping cost"),
        (S.PLACED, PAY.UNPAID, M.CARD, True, BUYER, "pays by card"),
        (S.PLACED, PAY.UNPAID, M.BANK_TRANSFER, True, BUYER, "transfers"),
        (S.CONFIRMED, PAY.UNPAID, M.BANK_TRANSFER, True, BUYER, "transfers"),
        (S.PLACED, PAY.PROOF_SENT, M.BANK_TRANSFER, True, SELLER, "whether the transfer has arrived"),
        (S.PLACED, PAY.PAID, M.CARD, True, SELLER, "confirms or rejects"),
        (S.CONFIRMED, PAY.PAID, M.CARD, True, SELLER, "ships the goods"),
        (S.PARTLY_SHIPPED, PAY.PAID, M.CARD, True, SELLER, "ships the rest"),
        (S.SHIPPED, PAY.PAID, M.CARD, True, BUYER, "confirms the receipt"),
        (S.PARTLY_RECEIVED, PAY.PAID, M.CARD, True, BUYER, "confirms the rest"),
        (S.RECEIVED, PAY.PAID, M.CARD, True, None, "have been received"),
        (S.CANCELLED, PAY.UNPAID, M.CARD, True, None, "cancelled"),
        (S.CANCELLED, PAY.REFUND_DUE, M.BANK_TRANSFER, True, SELLER, "sends the money back"),
        (S.REJECTED, PAY.REFUND_DUE, M.CARD, True, None, "by itself"),
        (S.REJECTED, PAY.PROOF_SENT, M.BANK_TRANSFER, True, SELLER, "sends it back"),
        (S.LAPSED, PAY.REFUNDED, M.BANK_TRANSFER, True, None, "lapsed"),
    ],
)
def test_somebody_named_acts_next(
    state: OrderState,
    money: PaymentState,
    method: PaymentMethod,
    quoted: bool,
    party: OrderParty | None,
    words: str,
) -> None:
    found = turn(state, money, method, quoted)

    assert found.party == party
    assert words in str(found.text)
    assert found.by == (BY if party else None)


def test_no_state_is_without_words() -> None:
    for state, money, method, quoted in product(S, PAY, M, (True, False)):
        assert str(turn(state, money, method, quoted).text)


def test_an_order_that_can_move_is_somebodys_turn() -> None:
    moving = [state for state in S if not ORDER.is_final(state)]

    assert all(turn(state, money).party for state in moving for money in (PAY.UNPAID, PAY.PROOF_SENT, PAY.PAID))


def test_late_is_after_the_last_moment() -> None:
    assert not turn(S.PLACED, PAY.PAID).is_late(BY)
    assert turn(S.PLACED, PAY.PAID).is_late(BY + timedelta(seconds=1))
    assert not turn(S.RECEIVED, PAY.PAID).is_late(BY + timedelta(days=9))
