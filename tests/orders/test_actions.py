"""What is offered: the table of states, narrowed by money and quote. Walked whole."""

from itertools import product

import pytest

from orders.actions import actions
from orders.lifecycle import ORDER, OrderAction, OrderParty, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState

S, A, P = OrderState, OrderAction, OrderParty
M, PAY = PaymentMethod, PaymentState
EVERYTHING = list(product(S, PAY, P, (True, False), M))


@pytest.mark.parametrize(
    ("state", "money", "party", "quoted", "method", "offered"),
    [
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, P.SELLER, False, M.BANK_TRANSFER, (A.QUOTE_SHIPPING, A.REJECT)),
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, P.BUYER, False, M.BANK_TRANSFER, (A.CANCEL,)),
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, P.BUYER, True, M.CARD, (A.ACCEPT_SHIPPING, A.CANCEL)),
        (S.AWAITING_SHIPPING_QUOTE, PAY.UNPAID, P.CLOCK, False, M.CARD, (A.LAPSE,)),
        (S.PLACED, PAY.UNPAID, P.SELLER, True, M.BANK_TRANSFER, (A.CONFIRM, A.REJECT)),
        (S.PLACED, PAY.UNPAID, P.SELLER, True, M.CARD, (A.REJECT,)),
        (S.PLACED, PAY.PAID, P.SELLER, True, M.CARD, (A.CONFIRM, A.REJECT)),
        (S.PLACED, PAY.UNPAID, P.BUYER, True, M.CARD, (A.CANCEL,)),
        (S.PLACED, PAY.PAID, P.BUYER, True, M.CARD, (A.CANCEL,)),
        (S.PLACED, PAY.UNPAID, P.CLOCK, True, M.BANK_TRANSFER, (A.LAPSE,)),
        (S.PLACED, PAY.PROOF_SENT, P.CLOCK, True, M.BANK_TRANSFER, ()),
        (S.PLACED, PAY.PAID, P.CLOCK, True, M.BANK_TRANSFER, ()),
        (S.CONFIRMED, PAY.UNPAID, P.SELLER, True, M.BANK_TRANSFER, (A.CANCEL,)),
        (S.CONFIRMED, PAY.PROOF_SENT, P.SELLER, True, M.BANK_TRANSFER, (A.CANCEL,)),
        (S.CONFIRMED, PAY.PAID, P.SELLER, True, M.BANK_TRANSFER, (A.SHIP, A.SHIP_PART, A.CANCEL)),
        (S.CONFIRMED, PAY.PAID, P.BUYER, True, M.BANK_TRANSFER, ()),
        (S.CONFIRMED, PAY.UNPAID, P.CLOCK, True, M.BANK_TRANSFER, (A.LAPSE,)),
        (S.PARTLY_SHIPPED, PAY.PAID, P.SELLER, True, M.CARD, (A.SHIP, A.SHIP_PART)),
        (S.PARTLY_SHIPPED, PAY.PAID, P.BUYER, True, M.CARD, (A.RECEIVE_PART,)),
        (S.SHIPPED, PAY.PAID, P.BUYER, True, M.CARD, (A.RECEIVE, A.RECEIVE_PART)),
        (S.SHIPPED, PAY.PAID, P.SELLER, True, M.CARD, ()),
        (S.PARTLY_RECEIVED, PAY.PAID, P.BUYER, True, M.CARD, (A.RECEIVE, A.RECEIVE_PART)),
        (S.RECEIVED, PAY.PAID, P.BUYER, True, M.CARD, ()),
        (S.CANCELLED, PAY.REFUND_DUE, P.SELLER, True, M.BANK_TRANSFER, ()),
    ],
)
def test_buttons_follow_state_money_and_quote(
    state: OrderState,
    money: PaymentState,
    party: OrderParty,
    quoted: bool,
    method: PaymentMethod,
    offered: tuple[OrderAction, ...],
) -> None:
    assert actions(state, money, party, quoted=quoted, method=method) == offered


def test_nothing_is_offered_that_the_table_forbids() -> None:
    for state, money, party, quoted, method in EVERYTHING:
        offered = actions(state, money, party, quoted=quoted, method=method)
        assert set(offered) <= set(ORDER.actions(state, party))


def test_nothing_leaves_before_it_is_paid() -> None:
    for state, money, party, quoted, method in EVERYTHING:
        offered = actions(state, money, party, quoted=quoted, method=method)
        assert money == PAY.PAID or not {A.SHIP, A.SHIP_PART} & set(offered)


def test_only_what_is_unpaid_lapses() -> None:
    for state, money, party, quoted, method in EVERYTHING:
        offered = actions(state, money, party, quoted=quoted, method=method)
        assert A.LAPSE not in offered or money == PAY.UNPAID
