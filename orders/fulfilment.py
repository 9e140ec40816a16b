"""Goods on their way: shipped in parts by the seller, received in parts by the buyer. Quantities in base units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalog import stock
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders import counters, events, policing
from orders.lifecycle import OrderAction, OrderParty
from orders.models import Order, OrderLine, Receipt, ReceiptLine, Shipment, ShipmentLine
from orders.numbering import Series
from orders.opening import check_action, check_version, open_order, touch
from orders.services import next_deadline
from orders.shipping import ShippingMethod
from orders.texts import clean
from orders.touched.guard import check_may_leave


@dataclass(frozen=True, kw_only=True)
class ShipmentDraft:
    """What leaves now and with whom. ``lines``: id of an order line to base units; 0 leaves a line for later."""

    method: str
    carrier: str = ""
    """The courier, or the vehicle and its driver; may be empty where the buyer fetches the goods."""
    tracking: str = ""
    lines: Mapping[int, int]


def ship(
    session: Session, actor: Actor, order: Order, draft: ShipmentDraft, *, version: int | None = None, now: datetime
) -> Shipment:
    """Send goods of a paid order, all that is left or a part; the delivery note gets its number.

    Raises ``Invalid`` on ``method``, ``carrier``, ``lines`` or ``line_<id>``, ``Conflict`` where it is not paid or a
    line that lost a paper waits for the buyer's word.
    """
    order = open_order(session, actor, order, OrderParty.SELLER)
    going = {line_id: quantity for line_id, quantity in draft.lines.items() if quantity}
    if (done := _shipped_just_now(order, actor, draft, going, version)) is not None:
        return done
    check_version(order, version)
    check_action(order, OrderAction.SHIP_PART, OrderParty.SELLER)
    lines = _check_amounts(order, going, {line.id: line.quantity - line.shipped_quantity for line in order.lines})
    check_may_leave(session, order, lines, now=now)
    found = policing.kept(policing.leaving(session, order, draft.method, now=now), lines)
    shipment = _shipment(session, actor, order, draft, now)
    shipment.findings = found
    session.add(shipment)
    for line in lines:
        line.shipped_quantity += going[line.id]
        shipment.lines.append(ShipmentLine(order_line=line, quantity=going[line.id]))
    session.flush()
    _dispatch(session, shipment, now)
    whole = all(line.shipped_quantity == line.quantity for line in order.lines)
    order.state = check_action(order, OrderAction.SHIP if whole else OrderAction.SHIP_PART, OrderParty.SELLER)
    order.act_by = next_deadline(order, now)
    touch(order)
    session.flush()
    _record(session, actor, events.ORDER_SHIPPED, order, now, shipment=shipment.id)
    return shipment


def receive(
    session: Session,
    actor: Actor,
    order: Order,
    lines: Mapping[int, int],
    note: str = "",
    *,
    version: int | None = None,
    now: datetime,
) -> Receipt:
    """Say what has arrived, at most what was shipped; when all is here the order is done.

    Raises ``Invalid`` on ``lines`` or ``line_<id>``, ``Conflict`` where nothing is on its way.
    """
    order = open_order(session, actor, order, OrderParty.BUYER)
    here = {line_id: quantity for line_id, quantity in lines.items() if quantity}
    if (done := _received_just_now(order, actor, here, version)) is not None:
        return done
    check_version(order, version)
    check_action(order, OrderAction.RECEIVE_PART, OrderParty.BUYER)
    arrived = _check_amounts(
        order, here, {line.id: line.shipped_quantity - line.received_quantity for line in order.lines}
    )
    found = policing.kept(policing.arriving(session, order, now=now), arrived)
    receipt = Receipt(order=order, received_at=now, received_by_id=actor.user_id, note=clean(note, 500), findings=found)
    session.add(receipt)
    for line in arrived:
        line.received_quantity += here[line.id]
        receipt.lines.append(ReceiptLine(order_line=line, quantity=here[line.id]))
    whole = all(line.received_quantity == line.quantity for line in order.lines)
    order.state = check_action(order, OrderAction.RECEIVE if whole else OrderAction.RECEIVE_PART, OrderParty.BUYER)
    order.act_by = next_deadline(order, now)
    touch(order)
    session.flush()
    _record(session, actor, events.ORDER_RECEIVED, order, now, receipt=receipt.id)
    return receipt


def _check_amounts(order: Order, wanted: Mapping[int, int], left: Mapping[int, int]) -> list[OrderLine]:
    """Return the lines meant, by id of their product; raise ``NotFound`` for a line of another order."""
    if any(line_id not in left for line_id in wanted):
        raise NotFound()
    if not wanted:
        raise Invalid.field("lines", _l("Say of at least one product how much it is."))
    for line_id, quantity in wanted.items():
        if not 0 < quantity <= left[line_id]:
            words = _l("Write a whole number from 0 to %(left)s.", left=left[line_id])
            raise Invalid(f"line_{line_id}", words, errors={f"line_{line_id}": words})
    return sorted((line for line in order.lines if line.id in wanted), key=lambda line: line.product_id)


def _shipment(session: Session, actor: Actor, order: Order, draft: ShipmentDraft, now: datetime) -> Shipment:
    carrier = clean(draft.carrier, 80)
    if draft.method not in set(ShippingMethod):
        raise Invalid.field("method", _l("Choose courier, own vehicle or pick-up."))
    if not carrier and draft.method != ShippingMethod.PICKUP:
        raise Invalid.field("carrier", _l("Name the courier, or the vehicle and its driver."))
    number, _day = counters.next_paper(session, Series.DELIVERY_NOTE, order.seller, now=now)
    return Shipment(
        order=order,
        number=number,
        method=draft.method,
        carrier=carrier,
        tracking=clean(draft.tracking, 60),
        shipped_at=now,
        shipped_by_id=actor.user_id,
    )


def _dispatch(session: Session, shipment: Shipment, now: datetime) -> None:
    for line in shipment.lines:
        if line.order_line.from_stock:
            product_id, reference = line.order_line.product_id, f"shipment_line:{line.id}"
            stock.dispatch(session, product_id, line.quantity, reference=reference, now=now)


def _shipped_just_now(
    order: Order, actor: Actor, draft: ShipmentDraft, going: Mapping[int, int], version: int | None
) -> Shipment | None:
    """Return the last shipment where this is the same form a second time: its version is the one before."""
    last = order.shipments[-1] if order.shipments else None
    if last is None or version is None or version == order.version or last.shipped_by_id != actor.user_id:
        return None
    same = (last.method, last.carrier, last.tracking) == (
        draft.method,
        clean(draft.carrier, 80),
        clean(draft.tracking, 60),
    )
    return last if same and {line.order_line_id: line.quantity for line in last.lines} == going else None


def _received_just_now(order: Order, actor: Actor, here: Mapping[int, int], version: int | None) -> Receipt | None:
    last = order.receipts[-1] if order.receipts else None
    if last is None or version is None or version == order.version or last.received_by_id != actor.user_id:
        return None
    return last if {line.order_line_id: line.quantity for line in last.lines} == here else None


def _record(session: Session, actor: Actor, name: str, order: Order, now: datetime, **ids: int) -> None:
    trail.record(session, actor, name, "order", order.id, now=now, number=order.number, state=order.state, **ids)
