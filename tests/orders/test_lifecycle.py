"""The table of orders, walked whole: every (state, action, party) is a row here or a refusal."""

from itertools import product

import pytest

from marketplace.core.errors import Conflict
from orders.lifecycle import CLOSED, ORDER, OrderAction, OrderParty, OrderState
from orders.payments.lifecycle import PAYMENT, PaymentAction, PaymentParty, PaymentState

S, A, P = OrderState, OrderAction, OrderParty

EXPECTED = {
    (S.AWAITING_SHIPPING_QUOTE, A.QUOTE_SHIPPING, P.SELLER): S.AWAITING_SHIPPING_QUOTE,
    (S.AWAITING_SHIPPING_QUOTE, A.REJECT, P.SELLER): S.REJECTED,
    (S.AWAITING_SHIPPING_QUOTE, A.ACCEPT_SHIPPING, P.BUYER): S.PLACED,
    (S.AWAITING_SHIPPING_QUOTE, A.CANCEL, P.BUYER): S.CANCELLED,
    (S.AWAITING_SHIPPING_QUOTE, A.LAPSE, P.CLOCK): S.LAPSED,
    (S.PLACED, A.CONFIRM, P.SELLER): S.CONFIRMED,
    (S.PLACED, A.REJECT, P.SELLER): S.REJECTED,
    (S.PLACED, A.CANCEL, P.BUYER): S.CANCELLED,
    (S.PLACED, A.LAPSE, P.CLOCK): S.LAPSED,
    (S.CONFIRMED, A.SHIP, P.SELLER): S.SHIPPED,
    (S.CONFIRMED, A.SHIP_PART, P.SELLER): S.PARTLY_SHIPPED,
    (S.CONFIRMED, A.CANCEL, P.SELLER): S.CANCELLED,
    (S.CONFIRMED, A.LAPSE, P.CLOCK): S.LAPSED,
    (S.PARTLY_SHIPPED, A.SHIP, P.SELLER): S.SHIPPED,
    (S.PARTLY_SHIPPED, A.SHIP_PART, P.SELLER): S.PARTLY_SHIPPED,
    (S.PARTLY_SHIPPED, A.RECEIVE_PART, P.BUYER): S.PARTLY_SHIPPED,
    (S.SHIPPED, A.RECEIVE, P.BUYER): S.RECEIVED,
    (S.SHIPPED, A.RECEIVE_PART, P.BUYER): S.PARTLY_RECEIVED,
    (S.PARTLY_RECEIVED, A.RECEIVE, P.BUYER): S.RECEIVED,
    (S.PARTLY_RECEIVED, A.RECEIVE_PART, P.BUYER): S.PARTLY_RECEIVED,
}


@pytest.mark.parametrize("state", S)
def test_every_action_of_every_party_is_a_row_or_a_refusal(state: OrderState) -> None:
    for action, party in product(A, P):
        target = EXPECTED.get((state, action, party))
        assert ORDER.allows(state, action, party) is (target is not None)
        if target is None:
            with pytest.raises(Conflict):
                ORDER.next(state, action, party)
        else:
            assert ORDER.next(state, action, party) == target


def test_an_order_that_ended_or_was_received_stays_so() -> None:
    assert {state for state in S if ORDER.is_final(state)} == CLOSED | {S.RECEIVED}


def test_what_was_shipped_can_no_longer_be_taken_back() -> None:
    shipped = (S.PARTLY_SHIPPED, S.SHIPPED, S.PARTLY_RECEIVED, S.RECEIVED)
    ending = (A.CANCEL, A.REJECT, A.LAPSE)

    assert not [row for row in product(shipped, ending, P) if ORDER.allows(*row)]


def test_money_never_comes_back_from_a_refund() -> None:
    rows = {(row.source, row.target) for row in PAYMENT.rows}

    assert PAYMENT.is_final(PaymentState.REFUNDED)
    assert {target for source, target in rows if source == PaymentState.REFUND_DUE} == {PaymentState.REFUNDED}
    assert not PAYMENT.allows(PaymentState.UNPAID, PaymentAction.CONFIRM_PAYMENT, PaymentParty.BUYER)
