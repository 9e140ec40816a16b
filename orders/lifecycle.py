"""What may happen to an order. Whether it is paid is another machine (``payments.lifecycle``)."""

from enum import StrEnum

from marketplace.core.lifecycle import Lifecycle


class OrderState(StrEnum):
    """Where an order stands; stored (CONTRACT.md, states)."""

    AWAITING_SHIPPING_QUOTE = "awaiting_shipping_quote"
    PLACED = "placed"
    CONFIRMED = "confirmed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class OrderAction(StrEnum):
    """What a party can do with an order. The parts of ``ship`` and ``receive`` are told apart by the amounts."""

    QUOTE_SHIPPING = "quote_shipping"
    ACCEPT_SHIPPING = "accept_shipping"
    CONFIRM = "confirm"
    REJECT = "reject"
    CANCEL = "cancel"
    SHIP = "ship"
    SHIP_PART = "ship_part"
    RECEIVE = "receive"
    RECEIVE_PART = "receive_part"
    LAPSE = "lapse"


class OrderParty(StrEnum):
    """Who acts."""

    BUYER = "buyer"
    SELLER = "seller"
    CLOCK = "clock"


_S, _A, _P = OrderState, OrderAction, OrderParty

ORDER: Lifecycle[OrderState, OrderAction, OrderParty] = Lifecycle.of(
    "order",
    (
        (_S.AWAITING_SHIPPING_QUOTE, _A.QUOTE_SHIPPING, _S.AWAITING_SHIPPING_QUOTE, _P.SELLER),
        (_S.AWAITING_SHIPPING_QUOTE, _A.REJECT, _S.REJECTED, _P.SELLER),
        (_S.AWAITING_SHIPPING_QUOTE, _A.ACCEPT_SHIPPING, _S.PLACED, _P.BUYER),
        (_S.AWAITING_SHIPPING_QUOTE, _A.CANCEL, _S.CANCELLED, _P.BUYER),
        (_S.AWAITING_SHIPPING_QUOTE, _A.LAPSE, _S.LAPSED, _P.CLOCK),
        (_S.PLACED, _A.CONFIRM, _S.CONFIRMED, _P.SELLER),
        (_S.PLACED, _A.REJECT, _S.REJECTED, _P.SELLER),
        (_S.PLACED, _A.CANCEL, _S.CANCELLED, _P.BUYER),
        (_S.PLACED, _A.LAPSE, _S.LAPSED, _P.CLOCK),
        (_S.CONFIRMED, _A.SHIP, _S.SHIPPED, _P.SELLER),
        (_S.CONFIRMED, _A.SHIP_PART, _S.PARTLY_SHIPPED, _P.SELLER),
        # What was promised can still turn out impossible: the seller says so with a reason, money goes back.
        (_S.CONFIRMED, _A.CANCEL, _S.CANCELLED, _P.SELLER),
        (_S.CONFIRMED, _A.LAPSE, _S.LAPSED, _P.CLOCK),
        (_S.PARTLY_SHIPPED, _A.SHIP, _S.SHIPPED, _P.SELLER),
        (_S.PARTLY_SHIPPED, _A.SHIP_PART, _S.PARTLY_SHIPPED, _P.SELLER),
        (_S.PARTLY_SHIPPED, _A.RECEIVE_PART, _S.PARTLY_SHIPPED, _P.BUYER),
        (_S.SHIPPED, _A.RECEIVE, _S.RECEIVED, _P.BUYER),
        (_S.SHIPPED, _A.RECEIVE_PART, _S.PARTLY_RECEIVED, _P.BUYER),
        (_S.PARTLY_RECEIVED, _A.RECEIVE, _S.RECEIVED, _P.BUYER),
        (_S.PARTLY_RECEIVED, _A.RECEIVE_PART, _S.PARTLY_RECEIVED, _P.BUYER),
    ),
)

CLOSED = frozenset({OrderState.REJECTED, OrderState.CANCELLED, OrderState.LAPSED})
"""Ended without goods: money that comes or came goes back in full."""
