"""The shape of an order in the API, alone and in lists. Money in whole rupiah, quantities in base units."""

from datetime import date, datetime

from catalog.api_schemas import CooperativeRef
from certification.status import Status
from marketplace.web.api import Listing, Schema
from orders.api_payment import PaymentOut
from orders.lifecycle import OrderParty, OrderState
from orders.payments.lifecycle import PaymentMethod, PaymentState


class BuyerRef(Schema):
    """The organisation that buys."""

    name: str


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


class FindingOut(Schema):
    """What a line did not meet of the buyer's policy when it was ordered. ``reason``: the buyer's, or empty."""

    code: str
    level: str
    message: str
    reason: str


class TouchedOut(Schema):
    """A paper that the line stood on and that counts no longer. ``since``: its first day without force (Jakarta)."""

    scheme: str
    status: Status
    since: date


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
    policy_version: int
    findings: list[FindingOut]
    touched: list[TouchedOut]


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


class OrderOut(Schema):
    """One order as its parties see it. ``act_by``: until when ``turn`` must act; ``actions``: what the asker may do.

    ``delivery_by``: the day by which the goods were promised, an estimate. ``policy_version`` of a line: 0 for the law.
    """

    number: str
    url: str
    cooperative: CooperativeRef
    buyer: BuyerRef
    buyer_reference: str
    state: OrderState
    payment_state: PaymentState
    payment_method: PaymentMethod
    total: int
    placed_at: datetime
    turn: OrderParty | None
    act_by: datetime | None
    group: str
    version: int
    note: str
    ship_to: ShipToOut
    shipping_method: str | None
    delivery_by: date | None
    close_reason: str | None
    lines: list[LineOut]
    totals: TotalsOut
    payment: PaymentOut
    shipments: list[ShipmentOut]
    documents: list[DocumentOut]
    timeline: list[StepOut]
    actions: list[str]


class OrderListing(Listing[OrderOut]):
    """One page of orders."""
