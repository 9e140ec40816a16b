"""Makes shipping rates, carts and orders in every state, through the services that make them in life."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product
from marketplace.core.roles import SYSTEM, Actor
from marketplace.events import trail
from orders import cart, checkout, ending, events, fulfilment, services
from orders.checkout import CheckoutDraft
from orders.fulfilment import ShipmentDraft
from orders.lifecycle import OrderState
from orders.models import Order, OrderGroup, ShippingRate
from orders.payments.lifecycle import PaymentAction, PaymentMethod, PaymentParty
from orders.payments.models import Allocation, Payment
from orders.payments.standing import move
from orders.services import QuoteDraft
from orders.shipping import ShippingMethod
from tests.factories import NOW, SURABAYA
from tests.factories_catalog import make_product

_serial = count(1)


def make_rate(session: Session, seller: Actor, **over: Any) -> ShippingRate:
    """Make a shipping rate: by courier to anywhere, 10,000 a kilogram."""
    values: dict[str, Any] = {"method": ShippingMethod.COURIER, "price_per_kg": 10_000, **over}
    rate = ShippingRate(cooperative_id=seller.organisation_id, **values)
    session.add(rate)
    session.flush()
    return rate


def make_draft(**over: Any) -> CheckoutDraft:
    """Make what a buyer sends off, to Surabaya by transfer, with a key of its own."""
    values: dict[str, Any] = {
        "ship_to_name": "Gudang Uji",
        "phone": "0800-0000-0000",
        "address": "Jalan Uji 1",
        "region": SURABAYA,
        "payment_method": PaymentMethod.BANK_TRANSFER,
        "idempotency_key": f"uji-kunci-{next(_serial)}",
        **over,
    }
    return CheckoutDraft(**values)


def make_group(
    session: Session,
    buyer: Actor,
    products: Iterable[tuple[Product, int]],
    *,
    method: str = ShippingMethod.COURIER,
    now: datetime = NOW,
    **draft: Any,
) -> OrderGroup:
    """Order products in base units, all shipped in one way."""
    listed = list(products)
    for product, quantity in listed:
        cart.add(session, buyer, product.code, "base", quantity, now=now)
    shipping = {product.cooperative_id: method for product, _quantity in listed}
    return checkout.place(session, buyer, make_draft(**{"shipping": shipping, **draft}), now=now)


def make_order(
    session: Session,
    buyer: Actor,
    seller: Actor,
    *,
    state: OrderState = OrderState.PLACED,
    product: Product | None = None,
    quantity: int = 20,
    paid: bool | None = None,
    payment_method: PaymentMethod = PaymentMethod.BANK_TRANSFER,
    now: datetime = NOW,
    **draft: Any,
) -> Order:
    """Make an order of one product in a state. ``paid`` where the state leaves it open; what was shipped is paid."""
    bought = product or make_product(session, seller)
    if state != OrderState.AWAITING_SHIPPING_QUOTE and not _has_rate(session, seller):
        make_rate(session, seller)
    method = "" if state == OrderState.AWAITING_SHIPPING_QUOTE else ShippingMethod.COURIER
    group = make_group(
        session, buyer, [(bought, quantity)], method=method, now=now, payment_method=payment_method, **draft
    )
    order = group.orders[0]
    if _is_paid(state, paid, payment_method):
        pay(session, order, now=now)
    for step in ROADS[state]:
        _take(step, session, buyer, seller, order, now)
    return order


def pay(session: Session, order: Order, *, now: datetime = NOW) -> None:
    """Let the money of an order arrive, as its receiver says it does: the seller, or the gateway for a card."""
    payment = session.scalars(select(Payment).join(Allocation).where(Allocation.order_id == order.id)).one()
    by_card = payment.method == PaymentMethod.CARD
    payment.paid_at = now
    for part in payment.allocations:
        party = PaymentParty.GATEWAY if by_card else PaymentParty.SELLER
        move(part.order, PaymentAction.CONFIRM_PAYMENT, party, now=now)
        trail.record(session, SYSTEM, events.ORDER_PAID, "order", part.order_id, now=now, payment=payment.id)
    session.flush()


def quote(session: Session, seller: Actor, order: Order, cost: int = 50_000, *, now: datetime = NOW) -> Order:
    """State what shipping costs."""
    draft = QuoteDraft(method=ShippingMethod.OWN_VEHICLE, cost=cost)
    return services.quote_shipping(session, seller, order, draft, now=now)


def ship(session: Session, seller: Actor, order: Order, part: int | None = None, *, now: datetime = NOW) -> None:
    """Ship all that is left, or so much of each line."""
    lines = {line.id: part or line.quantity - line.shipped_quantity for line in order.lines}
    draft = ShipmentDraft(method=ShippingMethod.COURIER, carrier="Kurir Uji", tracking="UJI-1", lines=lines)
    fulfilment.ship(session, seller, order, draft, now=now)


def receive(session: Session, buyer: Actor, order: Order, part: int | None = None, *, now: datetime = NOW) -> None:
    """Receive all that is on its way, or so much of each line."""
    lines = {line.id: part or line.shipped_quantity - line.received_quantity for line in order.lines}
    fulfilment.receive(session, buyer, order, lines, now=now)


ROADS: dict[OrderState, tuple[str, ...]] = {
    OrderState.AWAITING_SHIPPING_QUOTE: (),
    OrderState.PLACED: (),
    OrderState.CONFIRMED: ("confirm",),
    OrderState.PARTLY_SHIPPED: ("confirm", "ship a part"),
    OrderState.SHIPPED: ("confirm", "ship"),
    OrderState.PARTLY_RECEIVED: ("confirm", "ship", "receive a part"),
    OrderState.RECEIVED: ("confirm", "ship", "receive"),
    OrderState.REJECTED: ("reject",),
    OrderState.CANCELLED: ("cancel",),
    OrderState.LAPSED: ("lapse",),
}


def _take(step: str, session: Session, buyer: Actor, seller: Actor, order: Order, now: datetime) -> None:
    match step:
        case "confirm":
            services.confirm(session, seller, order, now=now)
        case "reject":
            services.reject(session, seller, order, "Habis.", now=now)
        case "cancel":
            services.cancel(session, buyer, order, now=now)
        case "lapse":
            ending.lapse(session, [order], now=now)
        case "ship" | "ship a part":
            ship(session, seller, order, 1 if step.endswith("part") else None, now=now)
        case _:
            receive(session, buyer, order, 1 if step.endswith("part") else None, now=now)


def _is_paid(state: OrderState, paid: bool | None, method: PaymentMethod) -> bool:
    if paid is not None:
        return paid
    shipped = {
        OrderState.PARTLY_SHIPPED,
        OrderState.SHIPPED,
        OrderState.PARTLY_RECEIVED,
        OrderState.RECEIVED,
    }
    return state in shipped or (state == OrderState.CONFIRMED and method == PaymentMethod.CARD)


def _has_rate(session: Session, seller: Actor) -> bool:
    own = select(ShippingRate.id).where(ShippingRate.cooperative_id == seller.organisation_id)
    return session.scalars(own).first() is not None
