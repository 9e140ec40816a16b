"""Which actions of the lifecycle a party is offered: the table of states, narrowed by the money and the quote."""

from dataclasses import dataclass

from orders.lifecycle import CLOSED, ORDER, OrderAction, OrderParty, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState

SHIPPING = frozenset({OrderAction.SHIP, OrderAction.SHIP_PART})


def actions(
    state: OrderState, payment_state: PaymentState, party: OrderParty, *, quoted: bool, method: PaymentMethod
) -> tuple[OrderAction, ...]:
    """Return what a party may do now, in the order of the table. Pages and API draw their buttons from it."""
    facts = _Facts(payment_state, quoted, method)
    return tuple(action for action in ORDER.actions(state, party) if facts.permit(action))


def waits_for_refund(state: OrderState, payment_state: PaymentState) -> bool:
    """Tell whether money lies with the seller for an order that ended without goods."""
    return state in CLOSED and payment_state in (PaymentState.PAID, PaymentState.REFUND_DUE)


@dataclass(frozen=True)
class _Facts:
    payment_state: PaymentState
    quoted: bool
    method: PaymentMethod

    def permit(self, action: OrderAction) -> bool:
        """Tell whether money and quote let an action through that the state allows."""
        if action == OrderAction.ACCEPT_SHIPPING:
            return self.quoted
        if action in SHIPPING:
            return self.payment_state == PaymentState.PAID
        if action == OrderAction.LAPSE:
            return self.payment_state == PaymentState.UNPAID
        if action == OrderAction.CONFIRM:
            # A card pays within the hour or the order lapses: there is nothing to promise before. Before a
            # transfer the buyer may want the seller's yes.
            return self.method != PaymentMethod.CARD or self.payment_state == PaymentState.PAID
        return True
