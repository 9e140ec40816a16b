"""Whose turn it is: for each state of an order and its money who acts next, what they do, and by when."""

from dataclasses import dataclass
from datetime import datetime

from babel.support import LazyProxy

from marketplace.core.text import _l
from orders.lifecycle import CLOSED, OrderParty, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState


@dataclass(frozen=True)
class Turn:
    """Who acts next. ``party`` is None where nobody has to; ``by`` where there is no hurry."""

    party: OrderParty | None
    text: LazyProxy
    by: datetime | None = None
    own: LazyProxy | None = None
    """The same, said to who has to do it."""

    def said_to(self, reader: OrderParty | None) -> LazyProxy:
        """Return the words for a reader: who has to act is spoken to."""
        return self.own if self.own is not None and reader == self.party else self.text

    def is_late(self, now: datetime) -> bool:
        """Tell whether whose turn it is has let the time pass."""
        return self.by is not None and self.by < now


_S, _BUYER, _SELLER = OrderState, OrderParty.BUYER, OrderParty.SELLER

_Row = tuple[OrderParty | None, LazyProxy, LazyProxy | None]

_QUOTE: _Row = (_SELLER, _l("The cooperative states the shipping cost."), _l("State the shipping cost."))
_ACCEPT: _Row = (
    _BUYER,
    _l("The buyer accepts the shipping cost or cancels."),
    _l("Accept the shipping cost, or cancel the order."),
)

_MONEY: dict[PaymentState, dict[PaymentMethod, _Row]] = {
    PaymentState.UNPAID: {
        PaymentMethod.BANK_TRANSFER: (
            _BUYER,
            _l("The buyer transfers the exact amount and sends the proof."),
            _l("Transfer the exact amount and send the proof."),
        ),
        PaymentMethod.CARD: (_BUYER, _l("The buyer pays by card."), _l("Pay by card.")),
    },
    PaymentState.PROOF_SENT: {
        PaymentMethod.BANK_TRANSFER: (
            _SELLER,
            _l("The cooperative checks whether the transfer has arrived."),
            _l("Check whether the transfer has arrived."),
        ),
    },
}
"""Before the money is there: nothing is shipped."""

_GOODS: dict[OrderState, _Row] = {
    _S.PLACED: (_SELLER, _l("The cooperative confirms or rejects the order."), _l("Confirm or reject the order.")),
    _S.CONFIRMED: (_SELLER, _l("The cooperative ships the goods."), _l("Ship the goods.")),
    _S.PARTLY_SHIPPED: (_SELLER, _l("The cooperative ships the rest."), _l("Ship the rest.")),
    _S.SHIPPED: (
        _BUYER,
        _l("The buyer counts the goods and confirms the receipt."),
        _l("Count the goods and confirm the receipt."),
    ),
    _S.PARTLY_RECEIVED: (
        _BUYER,
        _l("The buyer confirms the rest when it has arrived."),
        _l("Confirm the rest when it has arrived."),
    ),
    _S.RECEIVED: (None, _l("All goods have been received."), None),
}
"""Once it is paid."""

_ENDED: dict[OrderState, _Row] = {
    _S.REJECTED: (None, _l("The cooperative rejected the order."), None),
    _S.CANCELLED: (None, _l("The order was cancelled."), None),
    _S.LAPSED: (None, _l("The order lapsed because nobody acted in time."), None),
}

_GIVE_BACK: dict[PaymentMethod, _Row] = {
    PaymentMethod.BANK_TRANSFER: (
        _SELLER,
        _l("The cooperative sends the money back to the buyer."),
        _l("Send the money back to the buyer."),
    ),
    PaymentMethod.CARD: (None, _l("The money goes back to the card by itself."), None),
}
_FIND_MONEY: _Row = (
    _SELLER,
    _l("The cooperative checks whether the transfer has arrived, and sends it back."),
    _l("Check whether the transfer has arrived, and send it back."),
)


def turn_of(
    state: OrderState,
    payment_state: PaymentState,
    *,
    quoted: bool,
    method: PaymentMethod,
    act_by: datetime | None,
) -> Turn:
    """Return who acts next and by when; ``quoted``: the shipping cost is known."""
    party, text, own = _row(state, payment_state, quoted, method)
    return Turn(party, text, None if party is None else act_by, own)


def _row(state: OrderState, payment_state: PaymentState, quoted: bool, method: PaymentMethod) -> _Row:
    if state in CLOSED:
        return _after_the_end(state, payment_state, method)
    if state == OrderState.AWAITING_SHIPPING_QUOTE:
        return _ACCEPT if quoted else _QUOTE
    waiting = _MONEY.get(payment_state, {}).get(method)
    return waiting or _GOODS[state]


def _after_the_end(state: OrderState, payment_state: PaymentState, method: PaymentMethod) -> _Row:
    if payment_state in (PaymentState.PAID, PaymentState.REFUND_DUE):
        return _GIVE_BACK[method]
    return _FIND_MONEY if payment_state == PaymentState.PROOF_SENT else _ENDED[state]
