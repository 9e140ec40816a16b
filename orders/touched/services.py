"""What a buyer decides about goods that lost a paper before they were shipped: send them all the same, or cancel."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders import ending, events
from orders.lifecycle import OrderAction, OrderParty, OrderState
from orders.models import Order
from orders.opening import check_action, check_version, open_order, touch
from orders.texts import clean
from orders.touched.models import TouchedDecision
from orders.touched.standing import Touched, touched_of

LEAST_REASON, MOST_REASON = 5, 300
"""Letters of a reason."""


def accept(
    session: Session, actor: Actor, order: Order, reason: str, *, version: int | None = None, now: datetime
) -> Order:
    """Want the held lines all the same, with a reason that the seller reads; a second click changes nothing.

    Raises ``Invalid`` on ``reason``, ``Conflict`` where another version was looked at.
    """
    order = open_order(session, actor, order, OrderParty.BUYER)
    held = held_of(session, order, now=now)
    if not held:
        return order
    check_version(order, version)
    words = _reason(reason)
    for row in held:
        decided = {decision.certificate_id for decision in row.decisions}
        session.add_all(
            TouchedDecision(
                order_line_id=row.line.id,
                certificate_id=lost.certificate_id,
                status=str(lost.status),
                reason=words,
                decided_at=now,
                decided_by_id=actor.user_id,
            )
            for lost in row.lost
            if lost.certificate_id not in decided
        )
    touch(order)
    session.flush()
    papers = sorted({lost.code for row in held for lost in row.lost})
    data = {"number": order.number, "lines": [row.line.position for row in held], "certificates": papers}
    trail.record(session, actor, events.LOSS_ACCEPTED, "order", order.id, now=now, **data)
    return order


def refuse(
    session: Session, actor: Actor, order: Order, reason: str, *, version: int | None = None, now: datetime
) -> Order:
    """Cancel an order with held lines before anything left, also one that is confirmed; paid money is owed back.

    Raises ``Conflict`` where no line is held any more or goods have left.
    """
    order = open_order(session, actor, order, OrderParty.BUYER)
    if order.state == OrderState.CANCELLED:
        return order
    check_version(order, version)
    if not held_of(session, order, now=now):
        raise Conflict("wrong_state", _l("This is not possible any more: the order has moved on. Look at it again."))
    # Goods without their paper are not what was promised: the seller's way out of a confirmed order is open to the
    # buyer as well.
    party = OrderParty.SELLER if order.state == OrderState.CONFIRMED else OrderParty.BUYER
    state = check_action(order, OrderAction.CANCEL, party)
    order.close_reason = _reason(reason)
    ending.end(session, actor, order, state, now=now)
    return order


def held_of(session: Session, order: Order, *, now: datetime) -> list[Touched]:
    """Return the lines of an order that wait for the buyer's word."""
    return [row for row in touched_of(session, [order], now=now).values() if row.is_held]


def may_refuse(order: Order) -> bool:
    """Tell whether an order with held lines can still be cancelled: nothing has left."""
    return order.state in (OrderState.AWAITING_SHIPPING_QUOTE, OrderState.PLACED, OrderState.CONFIRMED)


def _reason(text: str) -> str:
    words = clean(text, MOST_REASON)
    if len(words) < LEAST_REASON:
        raise Invalid.field("reason", _l("Say why in at least 5 letters: the other party reads it."))
    return words
