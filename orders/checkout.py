"""From a cart to orders: one for each cooperative, stock reserved and payment started in one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import scope
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.money import MAX_RUPIAH, Rupiah, format_rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.regions.queries import check_region
from orders import basket, cart, counters, events, placing, policing
from orders.basket import Cart
from orders.lifecycle import OrderState
from orders.models import Order, OrderGroup
from orders.payments import starting
from orders.payments.lifecycle import PaymentMethod
from orders.placing import Destination
from orders.preview import Preview, chosen
from orders.reserving import reserve
from orders.texts import clean

LENGTHS = {
    "ship_to_name": (2, 120),
    "phone": (6, 20),
    "address": (5, 300),
    "buyer_reference": (0, 60),
    "note": (0, 2000),
}
"""Letters at least and at most in each field of the form."""


@dataclass(frozen=True, kw_only=True)
class CheckoutDraft:
    """What a buyer sends off. Prices are not part of it: ``expected_total`` only says what the buyer has seen."""

    ship_to_name: str
    phone: str
    address: str
    region: str
    payment_method: str
    shipping: Mapping[int, str] = field(default_factory=dict)
    """Seller's id to a shipping method, or ``preview.QUOTE``."""
    buyer_reference: str = ""
    note: str = ""
    idempotency_key: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    """For what the buyer's policy asks a reason, by ``policing.reason_field``."""
    expected_total: Rupiah | None = None
    """Of all orders, in rupiah with PPN and known shipping; None compares nothing."""


def place(session: Session, actor: Actor, draft: CheckoutDraft, *, now: datetime) -> OrderGroup:
    """Order what lies in the cart. The same ``idempotency_key`` again returns the same orders.

    Raises ``Invalid`` on a field (``shipping_<seller id>`` for the way to ship), ``Conflict`` where a product
    cannot be ordered any more, too little is in stock, or the total is another one than expected.
    """
    check_sender(actor, draft)
    lines = cart.locked_lines(session, actor)
    done = placed_before(session, actor, draft.idempotency_key)
    if done is not None:
        return done
    to = destination_of(session, draft)
    contents = basket.assemble(session, lines, buyer_id=actor.organisation_id, region=to.region, now=now)
    _check_contents(contents)
    found = chosen(contents, draft.shipping, now=now)
    found = policing.checked(session, actor.organisation_id, found, region=to.region, now=now)
    found = policing.agreed(found, draft.reasons)
    group = write_down(session, actor, draft, found, to, now=now)
    for line in lines:
        session.delete(line)
    session.flush()
    return group


def check_sender(actor: Actor, draft: CheckoutDraft) -> None:
    """Raise ``NotAllowed`` unless the actor may order, ``Invalid`` on a key or a way to pay that is none."""
    cart.check_buyer(actor)
    _check_key(draft.idempotency_key)
    if draft.payment_method not in set(PaymentMethod):
        raise Invalid.field("payment_method", _l("Choose how you pay."))


def write_down(
    session: Session, actor: Actor, draft: CheckoutDraft, found: Preview, to: Destination, *, now: datetime
) -> OrderGroup:
    """Place what was looked at: an order for each part, stock set aside, payment started; all or nothing."""
    _check_total(found, draft.expected_total)
    parts, method = found.parts, PaymentMethod(draft.payment_method)
    group = _open_group(session, actor, method, draft.idempotency_key, now)
    if group.orders:
        return group
    reserve(session, group.id, [item for part in parts for item in part.group.lines], now=now)
    booths = placing.booths_of(session, [part.group for part in parts], now=now)
    numbers = counters.order_numbers(session, len(parts), now=now)
    for part, number in zip(parts, numbers, strict=True):
        session.add(placing.order_of(part, group, number, to, booth_id=booths.get(part.group.seller.id), now=now))
    session.flush()
    starting.start(session, group, [o for o in group.orders if o.state == OrderState.PLACED], now=now)
    for order in group.orders:
        _record(session, actor, order, now)
    return group


def _open_group(session: Session, actor: Actor, method: PaymentMethod, key: str, now: datetime) -> OrderGroup:
    """Insert the group; where a colleague sent the same key at the same moment, return what that one placed."""
    group = OrderGroup(
        code=f"PB-{secrets.token_hex(6).upper()}",
        buyer_id=actor.organisation_id,
        placed_by_id=actor.user_id,
        placed_at=now,
        payment_method=method,
        idempotency_key=key,
        orders=[],
    )
    try:
        with session.begin_nested():
            session.add(group)
    except IntegrityError:
        found = placed_before(session, actor, key)
        if found is None:
            raise
        return found
    return group


def _record(session: Session, actor: Actor, order: Order, now: datetime) -> None:
    trail.record(
        session,
        actor,
        events.ORDER_PLACED,
        "order",
        order.id,
        now=now,
        number=order.number,
        state=order.state,
        seller=order.seller_id,
        buyer=order.buyer_id,
        total=order.total,
        booth=order.booth_id,
    )


def placed_before(session: Session, actor: Actor, key: str) -> OrderGroup | None:
    """Return what the buyer placed with this key already."""
    return session.scalar(scope.rows(actor, OrderGroup).where(OrderGroup.idempotency_key == key))


def _check_contents(contents: Cart) -> None:
    if not contents.groups:
        raise Conflict("cart_empty", _l("Your cart is empty. What you ordered stands under orders."))
    if contents.problems:
        first = contents.problems[0]
        raise Conflict(first.code, first.message)


def _check_total(found: Preview, expected: Rupiah | None) -> None:
    if any(part.totals.total > MAX_RUPIAH for part in found.parts):
        raise Conflict("too_big", _l("One order can come to at most %(most)s.", most=format_rupiah(MAX_RUPIAH)))
    if expected is not None and expected != found.total:
        words = _l(
            "Prices or shipping have changed since you looked: the total is now %(total)s. Check it and order again.",
            total=format_rupiah(found.total),
        )
        raise Conflict("price_changed", words)


def _check_key(key: str) -> None:
    if not 8 <= len(key) <= 80:
        raise Invalid.field("idempotency_key", _l("Load the page again and order once more."))


def destination_of(session: Session, draft: CheckoutDraft) -> Destination:
    """Return where the goods go; raise ``Invalid`` on the field that is too short, too long or no place."""
    texts = {name: clean(getattr(draft, name)) for name in LENGTHS}
    for name, (least, most) in LENGTHS.items():
        if not least <= len(texts[name]) <= most:
            raise Invalid.field(name, _l("Write %(least)s to %(most)s letters.", least=least, most=most))
    return Destination(
        name=texts["ship_to_name"],
        phone=texts["phone"],
        address=texts["address"],
        region=check_region(session, draft.region),
        buyer_reference=texts["buyer_reference"],
        note=texts["note"],
    )
