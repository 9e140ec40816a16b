"""What the API says of orders: the facts of their pages."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from catalog.api_schemas import CooperativeRef
from catalog.policies.words import say
from catalog.policies.writing import Noted, findings_in
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from orders import queries
from orders.api_order import (
    BuyerRef,
    DocumentOut,
    FindingOut,
    LineOut,
    LinePaperOut,
    LineTaxOut,
    OrderOut,
    ShipmentOut,
    ShippedPartOut,
    ShipToOut,
    StepOut,
    TotalsOut,
    TouchedOut,
)
from orders.api_payment import payment_out
from orders.lifecycle import OrderAction, OrderState
from orders.models import Order, OrderLine
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.payments.models import Payment
from orders.payments.queries import payments_that_count
from orders.timeline import Step
from orders.touched.standing import Touched, touched_of

ONE_NAME = {OrderAction.SHIP_PART: OrderAction.SHIP, OrderAction.RECEIVE_PART: OrderAction.RECEIVE}
"""Whole or part is told apart by the quantities, not by the name of the call."""


def order_out(session: Session, actor: Actor, order: Order) -> OrderOut:
    """Write an order as its page shows it to the asker."""
    return orders_out(session, actor, [order])[0]


def orders_out(session: Session, actor: Actor, orders: Sequence[Order]) -> list[OrderOut]:
    """Write orders as their pages show them to the asker; three queries where ``queries.WHOLE`` loaded them."""
    payments = payments_that_count(session, orders)
    steps = queries.timelines_of(session, orders, now=now())
    touched = touched_of(session, orders, now=now())
    return [_order(actor, order, payments.get(order.id), steps[order.id], touched) for order in orders]


def cooperative_ref(order: Order) -> CooperativeRef:
    """Name the seller."""
    return CooperativeRef(slug=order.seller.slug, name=order.seller.name)


def _order(
    actor: Actor, order: Order, payment: Payment | None, steps: Sequence[Step], touched: Mapping[int, Touched]
) -> OrderOut:
    turn = queries.who_acts(order)
    return OrderOut(
        number=order.number,
        url=url_for("ordering.show", number=order.number, _external=True),
        cooperative=cooperative_ref(order),
        buyer=BuyerRef(name=order.buyer.name),
        buyer_reference=order.buyer_reference,
        state=OrderState(order.state),
        payment_state=PaymentState(order.payment_state),
        payment_method=PaymentMethod(order.payment_method),
        total=order.total,
        placed_at=order.placed_at,
        turn=turn.party,
        act_by=turn.by,
        group=order.group.code,
        version=order.version,
        note=order.note,
        ship_to=_ship_to(order),
        shipping_method=order.shipping_method or None,
        delivery_by=order.delivery_by,
        close_reason=order.close_reason or None,
        lines=[_line(line, touched.get(line.id)) for line in order.lines],
        totals=TotalsOut(goods=order.goods_total, shipping=order.shipping_cost, tax=order.tax_total, total=order.total),
        payment=payment_out([payment] if payment is not None else []),
        shipments=_shipments(order),
        documents=_documents(order),
        timeline=[
            StepOut(title=str(step.title), state=step.state, at=step.at, by=step.by, party=step.party) for step in steps
        ],
        actions=list(dict.fromkeys(ONE_NAME.get(action, action) for action in queries.actions_of(actor, order))),
    )


def _ship_to(order: Order) -> ShipToOut:
    return ShipToOut(
        name=order.ship_to_name,
        phone=order.ship_to_phone,
        address=order.ship_to_address,
        region=order.ship_to_region,
    )


def _line(line: OrderLine, touched: Touched | None) -> LineOut:
    return LineOut(
        line=line.position,
        product=line.product_code,
        name=line.product_name,
        producer=line.producer_name,
        unit=line.base_unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.amount,
        tax=LineTaxOut(treatment=line.tax_treatment, rule=line.tax_rule, base=line.tax_base, amount=line.tax_amount),
        shipped=line.shipped_quantity,
        received=line.received_quantity,
        certificates=[LinePaperOut.model_validate(paper) for paper in line.certificates],
        policy_version=line.policy_version,
        findings=[_finding(noted) for noted in findings_in(line.findings)],
        touched=[
            TouchedOut(scheme=row.scheme, status=row.status, since=row.since)
            for row in (touched.lost if touched is not None else ())
        ],
    )


def _finding(noted: Noted) -> FindingOut:
    finding = noted.finding
    return FindingOut(code=finding.code, level=finding.level.value, message=str(say(finding)), reason=noted.reason)


def _shipments(order: Order) -> list[ShipmentOut]:
    positions = {line.id: line.position for line in order.lines}
    return [
        ShipmentOut(
            number=shipment.number,
            method=shipment.method,
            carrier=shipment.carrier,
            tracking=shipment.tracking,
            shipped_at=shipment.shipped_at,
            lines=[ShippedPartOut(line=positions[row.order_line_id], quantity=row.quantity) for row in shipment.lines],
        )
        for shipment in order.shipments
    ]


def _documents(order: Order) -> list[DocumentOut]:
    def paper(kind: str, name: str, number: str) -> DocumentOut:
        url = url_for("orders_api.document", number=order.number, kind=name, _external=True)
        return DocumentOut(kind=kind, number=number, url=url)

    invoice = [paper("invoice", "invoice", order.invoice_number)] if order.invoice_number else []
    notes = [
        paper("delivery_note", f"delivery-note-{place}", shipment.number)
        for place, shipment in enumerate(order.shipments, start=1)
    ]
    return invoice + notes
