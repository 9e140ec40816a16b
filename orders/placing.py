"""Writing down orders: everything a line and an order say is copied from the cart here and never read again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.fairs.models import Booth
from catalog.policies import writing
from orders import deadlines
from orders.basket import Group, Item
from orders.lifecycle import OrderState
from orders.models import Order, OrderGroup, OrderLine
from orders.payments.lifecycle import PaymentState
from orders.preview import Part
from orders.totals import Totals

BOOTH_DAYS = timedelta(days=30)
"""For so long after a scan an order still counts for the booth (CONTRACT.md, addresses)."""


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the goods of a checkout go, and what the buyer's own books call it."""

    name: str
    phone: str
    address: str
    region: str
    buyer_reference: str = ""
    note: str = ""


def order_of(
    part: Part, into: OrderGroup, number: str, to: Destination, *, booth_id: int | None, now: datetime
) -> Order:
    """Return the order that a part of the cart becomes, with its frozen lines; not yet in the session."""
    seller, totals = part.group.seller, part.totals
    state = OrderState.AWAITING_SHIPPING_QUOTE if part.asks_quote else OrderState.PLACED
    return Order(
        number=number,
        group=into,
        buyer_id=into.buyer_id,
        seller=seller,
        placed_by_id=into.placed_by_id,
        booth_id=booth_id,
        state=state,
        payment_state=PaymentState.UNPAID,
        payment_method=into.payment_method,
        buyer_reference=to.buyer_reference,
        note=to.note,
        ship_to_name=to.name,
        ship_to_phone=to.phone,
        ship_to_address=to.address,
        ship_to_region=to.region,
        shipping_method=part.option.method if part.option else "",
        seller_is_pkp=seller.is_pkp,
        placed_at=now,
        delivery_by=part.delivery_by,
        act_by=deadlines.act_by(state, PaymentState.UNPAID, now=now),
        lines=[_line_of(item, position) for position, item in enumerate(part.group.lines, start=1)],
        **amounts_of(totals),
    )


def amounts_of(totals: Totals) -> dict[str, int | None]:
    """Return the columns of an order that its totals fill."""
    return {
        "goods_total": totals.goods,
        "shipping_cost": totals.shipping,
        "tax_base": totals.tax_base,
        "tax_total": totals.tax,
        "shipping_tax": totals.shipping_tax,
        "total": totals.total,
    }


def booths_of(session: Session, groups: Sequence[Group], *, now: datetime) -> dict[int, int]:
    """Return for each seller the booth of its own through which the buyer last came, if that is not too long ago."""
    scans = [
        (line.booth_at, line.booth_id, group.seller.id)
        for group in groups
        for line in (item.line for item in group.lines)
        if line.booth_id is not None and line.booth_at is not None and now - line.booth_at <= BOOTH_DAYS
    ]
    owners = _owners(session, {booth_id for _at, booth_id, _seller in scans})
    return {seller: booth_id for _at, booth_id, seller in sorted(scans) if owners[booth_id] == seller}


def _owners(session: Session, booth_ids: Collection[int]) -> dict[int, int]:
    if not booth_ids:
        return {}
    found = select(Booth.id, Booth.cooperative_id).where(Booth.id.in_(booth_ids))
    return {row[0]: row[1] for row in session.execute(found)}


def _line_of(item: Item, position: int) -> OrderLine:
    product = item.product
    return OrderLine(
        position=position,
        product_id=product.id,
        product_code=product.code,
        product_name=product.name,
        producer_name=product.producer.name if product.producer else product.cooperative.name,
        base_unit=product.base_unit,
        pack_size=product.pack_size,
        carton_size=product.carton_size,
        weight_g=product.weight_g,
        quantity=item.quantity,
        unit_price=item.unit_price,
        amount=item.amount,
        tax_treatment=product.tax_treatment,
        tax_base=item.tax.base,
        tax_amount=item.tax.amount,
        tax_rule=item.tax.rule,
        certificates=requirements.snapshot(item.assessment, [paper.certificate for paper in product.papers]),
        policy_version=item.policy_version,
        findings=writing.findings_out(item.findings, item.reasons),
        from_stock=item.from_stock,
        lead_time_days=None if item.from_stock else product.lead_time_days,
    )
