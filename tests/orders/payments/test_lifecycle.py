"""The whole table of the payment of an order: what is in it, and that nothing else is."""

from itertools import product

import pytest

from marketplace.core.errors import Conflict
from orders.payments.lifecycle import PAYMENT, PaymentAction, PaymentParty, PaymentState

S, A, P = PaymentState, PaymentAction, PaymentParty

TRUTH = {
    (S.UNPAID, A.SEND_PROOF, P.BUYER): S.PROOF_SENT,
    (S.PROOF_SENT, A.SEND_PROOF, P.BUYER): S.PROOF_SENT,
    (S.PROOF_SENT, A.REFUSE_PROOF, P.SELLER): S.UNPAID,
    (S.UNPAID, A.CONFIRM_PAYMENT, P.SELLER): S.PAID,
    (S.PROOF_SENT, A.CONFIRM_PAYMENT, P.SELLER): S.PAID,
    (S.UNPAID, A.CONFIRM_PAYMENT, P.GATEWAY): S.PAID,
    (S.UNPAID, A.OWE_REFUND, P.SYSTEM): S.REFUND_DUE,
    (S.PROOF_SENT, A.OWE_REFUND, P.SYSTEM): S.REFUND_DUE,
    (S.PAID, A.OWE_REFUND, P.SYSTEM): S.REFUND_DUE,
    (S.REFUND_DUE, A.CONFIRM_REFUND, P.SELLER): S.REFUNDED,
    (S.REFUND_DUE, A.CONFIRM_REFUND, P.GATEWAY): S.REFUNDED,
}
EVERYTHING = list(product(PaymentState, PaymentAction, PaymentParty))


@pytest.mark.parametrize(("state", "action", "party"), EVERYTHING)
def test_the_table_allows_this_and_nothing_else(
    state: PaymentState, action: PaymentAction, party: PaymentParty
) -> None:
    target = TRUTH.get((state, action, party))

    if target is None:
        with pytest.raises(Conflict):
            PAYMENT.next(state, action, party)
    else:
        assert PAYMENT.next(state, action, party) == target


@pytest.mark.parametrize("action", [A.CONFIRM_PAYMENT, A.CONFIRM_REFUND, A.OWE_REFUND, A.REFUSE_PROOF])
@pytest.mark.parametrize("state", PaymentState)
def test_the_buyer_never_says_where_the_money_is(state: PaymentState, action: PaymentAction) -> None:
    assert not PAYMENT.allows(state, action, P.BUYER)


def test_money_that_went_back_never_comes_to_life_again() -> None:
    assert PAYMENT.is_final(S.REFUNDED)
