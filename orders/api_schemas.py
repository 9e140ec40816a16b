"""What the API takes of orders, and says once they are placed (CONTRACT.md, API). Rupiah, and base units."""

from typing import Literal

from pydantic import Field

from catalog.api_schemas import CooperativeRef
from catalog.units import MAX_QUANTITY
from marketplace.core.money import MAX_RUPIAH
from marketplace.web.api import Body, Request, Schema
from orders.api_payment import PaymentOut
from orders.cart import MAX_LINES
from orders.checkout import LENGTHS
from orders.lifecycle import OrderState
from orders.lists import MAX_WORDS
from orders.payments.lifecycle import PaymentState
from orders.queries import MY_TURN
from orders.services import MAX_REASON, MAX_SHIPPING_NOTE

DISTRICT = r"^\d{2}\.\d{2}\.\d{2}(\.\d{4})?$"
"""A Kemendagri code of a district or a village."""
MAX_VERSION = 2**31 - 1


class OrderLineIn(Body):
    """So much of a product: its code and base units.

    ``reasons``: by code of a finding, where the buyer's policy asks why it is ordered all the same. 422 ``policy``
    names each that is missing, as ``lines.<n>.reasons.<code>``; 409 ``policy`` says what the policy blocks.
    """

    product: str = Field(min_length=1, max_length=20)
    quantity: int = Field(ge=1, le=MAX_QUANTITY)
    reasons: dict[str, str] = Field(default_factory=dict, max_length=20)


class ShipToIn(Body):
    """Where the goods go. ``region``: Kemendagri code of the district or village."""

    name: str = Field(min_length=LENGTHS["ship_to_name"][0], max_length=LENGTHS["ship_to_name"][1])
    phone: str = Field(min_length=LENGTHS["phone"][0], max_length=LENGTHS["phone"][1])
    address: str = Field(min_length=LENGTHS["address"][0], max_length=LENGTHS["address"][1])
    region: str = Field(pattern=DISTRICT)


class OrderIn(Body):
    """What is ordered. Prices, taxes and shipping are not the buyer's to say."""

    lines: list[OrderLineIn] = Field(min_length=1, max_length=MAX_LINES)
    ship_to: ShipToIn
    payment_method: Literal["bank_transfer", "card"]
    buyer_reference: str = Field(default="", max_length=LENGTHS["buyer_reference"][1])
    note: str = Field(default="", max_length=LENGTHS["note"][1])


class OrdersQuery(Request):
    """Which orders: words in number, reference, product or partner; ``state`` may be ``my_turn``."""

    q: str = Field(default="", max_length=MAX_WORDS)
    state: str = Field(default="", pattern=f"^({'|'.join([*OrderState, MY_TURN])})?$")
    page: int = Field(default=1, ge=1, le=100_000)
    per_page: int = Field(default=24, ge=1, le=100)


class StepIn(Body):
    """A step that needs nothing said. ``version``: as it was read; 409 ``stale`` where the order has changed since."""

    version: int | None = Field(default=None, ge=0, le=MAX_VERSION)


class RejectIn(StepIn):
    """Why; the buyer reads it."""

    reason: str = Field(min_length=1, max_length=MAX_REASON)


class CancelIn(StepIn):
    """Why; the seller must say, the buyer may."""

    reason: str = Field(default="", max_length=MAX_REASON)


class QuoteIn(StepIn):
    """What shipping costs in all, before PPN."""

    method: Literal["courier", "own_vehicle"]
    cost: int = Field(ge=0, le=MAX_RUPIAH)
    note: str = Field(default="", max_length=MAX_SHIPPING_NOTE)


class PartIn(Body):
    """So much of a line; ``line`` as the order numbers it."""

    line: int = Field(ge=1, le=MAX_LINES)
    quantity: int = Field(ge=1, le=MAX_QUANTITY)


class ShipIn(StepIn):
    """What leaves now, and with whom. Without ``method`` it travels as it was ordered."""

    lines: list[PartIn] = Field(min_length=1, max_length=MAX_LINES)
    carrier: str = Field(min_length=1, max_length=80)
    tracking: str = Field(default="", max_length=60)
    method: Literal["courier", "own_vehicle", "pickup"] | None = None


class ReceiveIn(StepIn):
    """What has arrived."""

    lines: list[PartIn] = Field(min_length=1, max_length=MAX_LINES)
    note: str = Field(default="", max_length=500)


class PlacedOrderOut(Schema):
    """One of the orders that were placed."""

    number: str
    cooperative: CooperativeRef
    state: OrderState
    payment_state: PaymentState
    total: int


class PlacedOut(Schema):
    """The orders of one checkout. ``payment`` leaves out those whose shipping cost is still to be stated."""

    group: str
    orders: list[PlacedOrderOut]
    payment: PaymentOut
