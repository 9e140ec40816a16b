"""What the two parties decide about an order: confirm, reject, cancel, and agree on what shipping costs.

Each takes the order's ``version`` as it was looked at. Doing the same again (a second click) changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Invalid
from marketplace.core.money import MAX_RUPIAH, Rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders import counters, deadlines, ending, events
from orders.lifecycle import OrderAction, OrderParty, OrderState
from orders.models import Order
from orders.numbering import Series
from orders.opening import check_action, check_version, open_order
from orders.payments import starting
from orders.payments.lifecycle import PaymentState
from orders.placing import amounts_of
from orders.shipping import DELIVERIES
from orders.tax import LineTax
from orders.texts import clean
from orders.totals import Totals, totals_of

MAX_REASON = 500
MAX_SHIPPING_NOTE = 300


@dataclass(frozen=True, kw_only=True)
class QuoteDraft:
    """What the seller asks for bringing the goods: the whole cost in rupiah before PPN."""

    method: str
    cost: Rupiah
    note: str = ""


def confirm(session: Session, actor: Actor, order: Order, *, version: int | None = None, now: datetime) -> Order:
    """Promise the goods; the invoice gets its number. Raise ``Conflict`` where the state does not allow it."""
    order = open_order(session, actor, order, OrderParty.SELLER)
    if order.confirmed_at is not None and order.state == OrderState.CONFIRMED:
        return order
    check_version(order, version)
    order.state = check_action(order, OrderAction.CONFIRM, OrderParty.SELLER)
    order.confirmed_at = order.invoiced_at = now
    order.invoice_number, _day = counters.next_paper(session, Series.INVOICE, order.seller, now=now)
    order.act_by = next_deadline(order, now)
    session.flush()
    _record(session, actor, events.ORDER_CONFIRMED, order, now)
    return order


def reject(
    session: Session, actor: Actor, order: Order, reason: str, *, version: int | None = None, now: datetime
) -> Order:
    """Decline an order with a reason that the buyer reads; stock comes back, paid money is owed back."""
    order = open_order(session, actor, order, OrderParty.SELLER)
    if order.state == OrderState.REJECTED:
        return order
    check_version(order, version)
    state = check_action(order, OrderAction.REJECT, OrderParty.SELLER)
    order.close_reason = _reason(reason)
    ending.end(session, actor, order, state, now=now)
    return order


def cancel(
    session: Session,
    actor: Actor,
    order: Order,
    reason: str = "",
    *,
    version: int | None = None,
    now: datetime,
) -> Order:
    """End an order before anything was shipped: the buyer until it is confirmed, the seller afterwards with a reason.

    Stock comes back, paid money is owed back.
    """
    party = OrderParty.SELLER if actor.organisation_id == order.seller_id else OrderParty.BUYER
    order = open_order(session, actor, order, party)
    if order.state == OrderState.CANCELLED:
        return order
    check_version(order, version)
    state = check_action(order, OrderAction.CANCEL, party)
    order.close_reason = _reason(reason) if party == OrderParty.SELLER else clean(reason, MAX_REASON)
    ending.end(session, actor, order, state, now=now)
    return order


def quote_shipping(
    session: Session, actor: Actor, order: Order, draft: QuoteDraft, *, version: int | None = None, now: datetime
) -> Order:
    """Say what shipping costs where no rate fits; until the buyer accepts, the seller may still mend it."""
    order = open_order(session, actor, order, OrderParty.SELLER)
    if _is_same_quote(order, draft):
        return order
    check_version(order, version)
    order.state = check_action(order, OrderAction.QUOTE_SHIPPING, OrderParty.SELLER)
    _check_quote(order, draft)
    order.shipping_method = draft.method
    order.shipping_note = clean(draft.note, MAX_SHIPPING_NOTE)
    order.shipping_quoted_at = now
    for column, amount in amounts_of(_totals(order, draft.cost)).items():
        setattr(order, column, amount)
    order.act_by = next_deadline(order, now)
    session.flush()
    _record(session, actor, events.SHIPPING_QUOTED, order, now, cost=draft.cost)
    return order


def accept_shipping(
    session: Session, actor: Actor, order: Order, *, version: int | None = None, now: datetime
) -> Order:
    """Agree to the seller's quote: the order is placed and its payment starts."""
    order = open_order(session, actor, order, OrderParty.BUYER)
    if order.state == OrderState.PLACED and order.shipping_quoted_at is not None:
        return order
    check_version(order, version)
    order.state = check_action(order, OrderAction.ACCEPT_SHIPPING, OrderParty.BUYER)
    session.flush()
    starting.start(session, order.group, [order], now=now)
    session.flush()
    _record(session, actor, events.SHIPPING_ACCEPTED, order, now, cost=order.shipping_cost)
    return order


def next_deadline(order: Order, now: datetime) -> datetime | None:
    """Return by when somebody must act after the state has just changed; the time to pay stays as it is."""
    return deadlines.act_by(
        OrderState(order.state),
        PaymentState(order.payment_state),
        now=now,
        unpaid_until=order.act_by,
        lead_time_days=max((line.lead_time_days or 0 for line in order.lines), default=0),
    )


def _totals(order: Order, cost: Rupiah) -> Totals:
    """Add a quote to the frozen lines, by the rules of the day on which the order was placed."""
    lines = [(line.amount, LineTax(line.tax_base, line.tax_amount, line.tax_rule)) for line in order.lines]
    return totals_of(lines, cost, seller_is_pkp=order.seller_is_pkp, day=jakarta_day(order.placed_at))


def _is_same_quote(order: Order, draft: QuoteDraft) -> bool:
    told = (order.shipping_method, order.shipping_cost, order.shipping_note)
    return told == (draft.method, draft.cost, clean(draft.note, MAX_SHIPPING_NOTE))


def _check_quote(order: Order, draft: QuoteDraft) -> None:
    if draft.method not in {str(method) for method in DELIVERIES}:
        raise Invalid.field("method", _l("Choose courier or own vehicle."))
    if not 0 <= draft.cost <= MAX_RUPIAH or _totals(order, draft.cost).total > MAX_RUPIAH:
        raise Invalid.field("cost", _l("Write an amount in whole rupiah from 0 on."))


def _reason(text: str) -> str:
    cleaned = clean(text, MAX_REASON)
    if not cleaned:
        raise Invalid.field("reason", _l("Say why: the other party reads it."))
    return cleaned


def _record(session: Session, actor: Actor, name: str, order: Order, now: datetime, **data: object) -> None:
    trail.record(session, actor, name, "order", order.id, now=now, number=order.number, state=order.state, **data)
