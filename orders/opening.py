"""Opening an order for a change: whose it is, locked and read anew, and not another version than was looked at."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders.actions import SHIPPING, actions
from orders.lifecycle import ORDER, OrderAction, OrderParty, OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.standing import lock_orders
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER

NEEDED = {OrderParty.BUYER: FOLLOW_ORDER, OrderParty.SELLER: FULFIL_ORDER}


def open_order(session: Session, actor: Actor, order: Order, party: OrderParty) -> Order:
    """Lock an order for one of its parties; raise ``NotAllowed`` without the right, ``NotFound`` for a stranger."""
    actor.check(NEEDED[party])
    if party_of(actor, order) != party:
        raise NotFound()
    [locked] = lock_orders(session, [order.id])
    return locked


def party_of(actor: Actor, order: Order) -> OrderParty | None:
    """Return on which side of an order somebody's organisation stands, None for a stranger."""
    if actor.organisation_id is None:
        return None
    return {order.buyer_id: OrderParty.BUYER, order.seller_id: OrderParty.SELLER}.get(actor.organisation_id)


def check_version(order: Order, version: int | None) -> None:
    """Raise ``Conflict("stale")`` where the order has changed since the page was made; None compares nothing."""
    if version is not None and version != order.version:
        raise Conflict("stale", _l("This order has changed in the meantime. Look at it again, then decide."))


def touch(order: Order) -> None:
    """Give an order its next version even where none of its own columns changes, as with a second part shipped."""
    flag_modified(order, "state")


def check_action(order: Order, action: OrderAction, party: OrderParty) -> OrderState:
    """Return the state that an action leads to; raise ``Conflict`` where state, money or quote forbid it."""
    if action not in offered(order, party):
        raise _refusal(order, action)
    return ORDER.next(OrderState(order.state), action, party)


def offered(order: Order, party: OrderParty) -> tuple[OrderAction, ...]:
    """Return what a party may do with an order now."""
    return actions(
        OrderState(order.state),
        PaymentState(order.payment_state),
        party,
        quoted=is_quoted(order),
        method=PaymentMethod(order.payment_method),
    )


def is_quoted(order: Order) -> bool:
    """Tell whether the shipping cost of an order is known."""
    return order.shipping_cost is not None


def _refusal(order: Order, action: OrderAction) -> Conflict:
    if action in SHIPPING and order.payment_state != PaymentState.PAID and not ORDER.is_final(OrderState(order.state)):
        return Conflict("not_paid", _l("Nothing is shipped before the payment has been confirmed."))
    return Conflict("wrong_state", _l("This is not possible any more: the order has moved on. Look at it again."))
