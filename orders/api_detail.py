"""What the API says of one order: the facts of its page."""

from datetime import date, datetime

from flask import url_for
from sqlalchemy.orm import Session

from catalog.api_schemas import CooperativeRef
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from marketplace.web.api import Schema
from orders import queries
from orders.api_schemas import (
    AccountOut,
    BuyerRef,
    CardPaymentOut,
    OrderSummaryOut,
    PaymentOut,
    TransferOut,
)
from orders.lifecycle import OrderAction, OrderParty
from orders.models import Order, OrderLine
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Payment
from orders.payments.queries import payment_of

ONE_NAME = {OrderAction.SHIP_PART: OrderAction.SHIP, OrderAction.RECEIVE_PART: OrderAction.RECEIVE}
"""Whole or part is told apart by the quantities, not by the name of the call."""


class ShipToOut(Schema):
    """Where the goods go."""

    name: str
    phone: str
    address: str
    region: str


class LineTaxOut(Schema):
    """How a line is taxed."""

    treatment: str
    rule: str
    base: int
    amount: int


class LinePaperOut(Schema):
    """A certificate of the goods as it stood when they were ordered."""

    scheme: str
    status: str | None = None
    number: str | None = None
    valid_until: date | None = None


class LineOut(Schema):
    """A line; prices, taxes and papers as they were when it was ordered. ``line`` names it in ship and receive."""

    line: int
    product: str
    name: str
    producer: str
    unit: str
    quantity: int
    unit_price: int
    amount: int
    tax: LineTaxOut
    shipped: int
    received: int
    certificates: list[LinePaperOut]


class TotalsOut(Schema):
    """``shipping`` is null until it is known; ``tax`` is that of goods and shipping."""

    goods: int
    shipping: int | None
    tax: int
    total: int


class ShippedPartOut(Schema):
    """So much of a line."""

    line: int
    quantity: int


class ShipmentOut(Schema):
    """Goods that left."""

    number: str
    method: str
    carrier: str
    tracking: str
    shipped_at: datetime
    lines: list[ShippedPartOut]


class DocumentOut(Schema):
    """A paper as PDF; its address needs the token too. ``kind``: invoice or delivery_note."""

    kind: str
    number: str
    url: str


class StepOut(Schema):
    """A step: ``state`` is done, now or todo."""

    title: str
    state: str
    at: datetime | None
    by: datetime | None
    party: OrderParty | None


class OrderOut(OrderSummaryOut):
    """One order as its two parties see it. ``actions``: what the asker may do now."""

    group: str
    version: int
    note: str
    ship_to: ShipToOut
    shipping_method: str | None
    close_reason: str | None
    lines: list[LineOut]
    totals: TotalsOut
    payment: PaymentOut
    shipments: list[ShipmentOut]
    documents: list[DocumentOut]
    timeline: list[StepOut]
    actions: list[str]


def summary_out(order: Order) -> OrderSummaryOut:
    """Write an order for a list."""
    turn = queries.who_acts(order)
    return OrderSummaryOut.model_validate(
        {
            "number": order.number,
            "url": url_for("ordering.show", number=order.number, _external=True),
            "cooperative": cooperative_ref(order),
            "buyer": BuyerRef(name=order.buyer.name),
            "buyer_reference": order.buyer_reference,
            "state": order.state,
            "payment_state": order.payment_state,
            "payment_method": order.payment_method,
            "total": order.total,
            "placed_at": order.placed_at,
            "turn": turn.party,
            "act_by": turn.by,
        }
    )


def order_out(session: Session, actor: Actor, order: Order) -> OrderOut:
    """Write an order as its page shows it to the asker."""
    payment = payment_of(session, order)
    steps = queries.timeline_of(session, order, now=now())
    return OrderOut(
        **summary_out(order).model_dump(),
        group=order.group.code,
        version=order.version,
        note=order.note,
        ship_to=ShipToOut(
            name=order.ship_to_name,
            phone=order.ship_to_phone,
            address=order.ship_to_address,
            region=order.ship_to_region,
        ),
        shipping_method=order.shipping_method or None,
        close_reason=order.close_reason or None,
        lines=[_line(line) for line in order.lines],
        totals=TotalsOut(goods=order.goods_total, shipping=order.shipping_cost, tax=order.tax_total, total=order.total),
        payment=payment_out([payment] if payment is not None else []),
        shipments=_shipments(order),
        documents=_documents(order),
        timeline=[
            StepOut(title=str(step.title), state=step.state, at=step.at, by=step.by, party=step.party) for step in steps
        ],
        actions=list(dict.fromkeys(ONE_NAME.get(action, action) for action in queries.actions_of(actor, order))),
    )


def cooperative_ref(order: Order) -> CooperativeRef:
    """Name the seller."""
    return CooperativeRef(slug=order.seller.slug, name=order.seller.name)


def payment_out(payments: list[Payment]) -> PaymentOut:
    """Say how to pay: one card payment, or a transfer for each order; None where nothing can be paid yet."""
    cards = [payment for payment in payments if payment.method == PaymentMethod.CARD]
    if cards:
        url = url_for("payments.pay", reference=cards[0].reference, _external=True)
        return CardPaymentOut(method="card", amount=cards[0].amount, pay_by=cards[0].pay_by, url=url)
    found = [
        TransferOut(
            order=payment.allocations[0].order.number,
            amount=payment.amount,
            reference=payment.reference,
            account=AccountOut(bank=payment.account_bank, number=payment.account_number, holder=payment.account_holder),
            pay_by=payment.pay_by,
        )
        for payment in payments
    ]
    return found or None


def _line(line: OrderLine) -> LineOut:
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
    )


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
