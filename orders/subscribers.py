"""What follows from events of orders and money: who of the two parties is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.core.money import format_rupiah
from marketplace.core.roles import Permission
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from orders import events
from orders.lifecycle import OrderParty, OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod
from orders.payments.queries import payment_of
from orders.permissions import CONFIRM_MONEY, FOLLOW_ORDER, FULFIL_ORDER

_BUYER, _SELLER = OrderParty.BUYER, OrderParty.SELLER
ACTING = {_BUYER: FOLLOW_ORDER, _SELLER: FULFIL_ORDER}


@dataclass(frozen=True)
class Told:
    """Who hears what of an event; ``permission``: only people who can act on it, where it takes a right of its own."""

    party: OrderParty
    notice: Notice
    permission: Permission | None = None


def _notice(kind: str, title: object, body: object) -> Notice:
    return Notice(f"order_{kind}", title, body)


PLACED = _notice(
    "placed",
    _l("New order %(number)s"),
    _l("%(buyer)s has ordered goods for %(total)s. Nothing is shipped before it is paid."),
)
TO_QUOTE = _notice(
    "to_quote",
    _l("New order %(number)s: what does shipping cost?"),
    _l("%(buyer)s has ordered goods for %(total)s to a place that your rates do not reach. State the shipping cost."),
)
TO_PAY = _notice(
    "to_pay",
    _l("Order %(number)s: how to pay"),
    _l("Your order with %(seller)s comes to %(total)s. How to pay it, and until when, stands on its page."),
)

TELLING: Mapping[str, Sequence[Told]] = {
    events.SHIPPING_QUOTED: [
        Told(
            _BUYER,
            _notice(
                "quoted",
                _l("Shipping cost of order %(number)s"),
                _l("%(seller)s asks %(shipping)s for shipping; the order comes to %(total)s. Accept it or cancel."),
            ),
        )
    ],
    events.SHIPPING_ACCEPTED: [
        Told(
            _SELLER,
            _notice(
                "shipping_accepted",
                _l("Order %(number)s: shipping cost accepted"),
                _l("%(buyer)s has accepted the shipping cost and pays now."),
            ),
        ),
        Told(_BUYER, TO_PAY),
    ],
    events.PROOF_SENT: [
        Told(
            _SELLER,
            _notice(
                "proof_sent",
                _l("Order %(number)s: has the transfer arrived?"),
                _l("%(buyer)s has sent a proof of transfer over %(total)s. Look into your bank account, then confirm."),
            ),
            CONFIRM_MONEY,
        )
    ],
    events.PROOF_REFUSED: [
        Told(
            _BUYER,
            _notice(
                "proof_refused",
                _l("Order %(number)s: the proof was not accepted"),
                _l("%(seller)s did not find your transfer: %(refusal)s"),
            ),
        )
    ],
    events.ORDER_PAID: [
        Told(
            _SELLER,
            _notice(
                "paid",
                _l("Order %(number)s is paid"),
                _l("%(total)s of %(buyer)s is here. The next step is yours: prepare and ship the goods."),
            ),
        ),
        Told(
            _BUYER,
            _notice(
                "payment_received",
                _l("Order %(number)s: payment received"),
                _l("Your payment of %(total)s has arrived. %(seller)s now prepares the goods."),
            ),
        ),
    ],
    events.ORDER_CONFIRMED: [
        Told(
            _BUYER,
            _notice(
                "confirmed",
                _l("Order %(number)s is confirmed"),
                _l("%(seller)s has confirmed your order. The invoice stands on its page."),
            ),
        )
    ],
    events.ORDER_REJECTED: [
        Told(
            _BUYER,
            _notice(
                "rejected",
                _l("Order %(number)s is rejected"),
                _l("%(seller)s cannot fulfil your order: %(reason)s"),
            ),
        )
    ],
    events.ORDER_LAPSED: [
        Told(party, _notice("lapsed", _l("Order %(number)s has lapsed"), _l("Nobody acted in time. Nothing is owed.")))
        for party in (_BUYER, _SELLER)
    ],
    events.ORDER_SHIPPED: [
        Told(
            _BUYER,
            _notice(
                "shipped",
                _l("Order %(number)s: goods on their way"),
                _l("%(seller)s has shipped goods. Count them when they arrive and confirm the receipt."),
            ),
        )
    ],
    events.ORDER_RECEIVED: [
        Told(
            _SELLER,
            _notice(
                "received",
                _l("Order %(number)s: goods received"),
                _l("%(buyer)s has confirmed what has arrived."),
            ),
        )
    ],
    events.REFUND_TRANSFERRED: [
        Told(
            party,
            _notice(
                "refund_transferred",
                _l("Order %(number)s: money sent back by bank transfer"),
                _l("The refund to the card did not work. The operator of the site paid it back by bank transfer."),
            ),
        )
        for party in (_BUYER, _SELLER)
    ],
    events.REFUND_DONE: [
        Told(
            _BUYER,
            _notice(
                "refunded",
                _l("Order %(number)s: money sent back"),
                _l("The money of this order was sent back to you in full."),
            ),
        )
    ],
}

CANCELLED = _notice(
    "cancelled",
    _l("Order %(number)s is cancelled"),
    _l("The other party has cancelled the order. Reason: %(reason)s"),
)
OWED = _notice(
    "refund_owed",
    _l("Order %(number)s: send the money back"),
    _l("The order has ended and %(buyer)s has paid. Transfer the money back, then say so on its page."),
)
COMES_BACK = _notice(
    "refund_due",
    _l("Order %(number)s: your money goes back"),
    _l("The order has ended. What you paid goes back to you in full."),
)

TOLD_OF = (*TELLING, events.ORDER_PLACED, events.ORDER_CANCELLED, events.REFUND_DUE)


NAME = "tell_parties"


@subscribe(NAME, *TOLD_OF)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the people of the party that an event concerns, in their language."""
    order = session.get_one(Order, happening.subject_id)
    values = _values(session, order)
    for told in _told(happening, order):
        people = _people(session, order, told)
        url = url_for("ordering.show", number=order.number)
        notify(session, people, told.notice, url=url, now=now, values=values)


def _told(happening: Happening, order: Order) -> Sequence[Told]:
    if happening.name == events.ORDER_PLACED:
        asks = happening.data.get("state") == OrderState.AWAITING_SHIPPING_QUOTE
        return [Told(_SELLER, TO_QUOTE)] if asks else [Told(_SELLER, PLACED), Told(_BUYER, TO_PAY)]
    if happening.name == events.ORDER_CANCELLED:
        by_seller = happening.actor_organisation_id == order.seller_id
        return [Told(_BUYER if by_seller else _SELLER, CANCELLED)]
    if happening.name == events.REFUND_DUE:
        by_hand = happening.data.get("method") == PaymentMethod.BANK_TRANSFER
        return [Told(_BUYER, COMES_BACK), *([Told(_SELLER, OWED, CONFIRM_MONEY)] if by_hand else [])]
    return TELLING[happening.name]


def _people(session: Session, order: Order, told: Told) -> list[User]:
    organisation_id = order.buyer_id if told.party == _BUYER else order.seller_id
    return accounts.users_holding(session, told.permission or ACTING[told.party], organisation_id)


def _values(session: Session, order: Order) -> dict[str, str]:
    payment = payment_of(session, order)
    refused = [proof for proof in payment.proofs if proof.refused_at is not None] if payment is not None else []
    return {
        "number": order.number,
        "buyer": order.buyer.name,
        "seller": order.seller.name,
        "total": format_rupiah(order.total),
        "shipping": format_rupiah(order.shipping_cost or 0),
        "reason": order.close_reason or "-",
        "refusal": refused[-1].refusal_reason if refused else "",
    }
