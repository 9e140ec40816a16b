"""The page of one order, the same for buyer and seller: how it stands, whose turn it is, and what can be done."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from sqlalchemy.orm import Session

from catalog.queries import products_by_ids
from marketplace.accounts.access import require_actor
from marketplace.conversations.queries import about
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.regions.queries import path_of
from marketplace.web.database import forget_reading, reading
from marketplace.web.i18n import _, day, moment
from orders import policing, queries
from orders.forms import StepForm
from orders.lifecycle import CLOSED, OrderParty
from orders.models import Order
from orders.opening import party_of
from orders.payments.queries import payment_of, refunds_of
from orders.stages import Stage, stages_of
from orders.timeline import Step
from orders.touched.standing import touched_of


def order_page(number: str, refusal: DomainError | None = None) -> str:
    """Render an order as it stands now; ``refusal`` says why the last click did nothing."""
    forget_reading()
    session, actor = reading(), require_actor()
    order = queries.order_of(session, actor, number)
    payment, party = payment_of(session, order), party_of(actor, order)
    steps = queries.timeline_of(session, order, now=now())
    turn = queries.who_acts(order)
    return render_template(
        "orders/order.html",
        order=order,
        party=party,
        payment=payment,
        refunds=refunds_of(session, order),
        turn=turn,
        is_mine=turn.party == party,
        is_late=turn.is_late(now()),
        actions=queries.actions_of(actor, order),
        form=StepForm(formdata=None, data={"version": order.version}),
        stages=_stage_rows(stages_of(order, payment)),
        log=_log_rows(reversed([step for step in steps if step.state == "done"]), order, party),
        documents=_documents(order),
        photos=_photos(session, order),
        conversation=about(session, actor, "order", order.id),
        place=path_of(session, order.ship_to_region),
        touched=touched_of(session, [order], now=now()),
        policy_version=policing.version_on(order),
        refusal=str(refusal.message) if refusal is not None else "",
    )


def _stage_rows(stages: Iterable[Stage]) -> list[dict[str, Any]]:
    return [{"title": stage.title, "state": stage.state, "meta": day(stage.at)} for stage in stages]


def _log_rows(steps: Iterable[Step], order: Order, party: OrderParty | None) -> list[dict[str, Any]]:
    names = {OrderParty.BUYER: order.buyer.name, OrderParty.SELLER: order.seller.name, None: ""}
    rows = []
    for step in steps:
        who = _("you") if step.party is not None and step.party == party else names[step.party]
        meta = _("%(time)s, by %(who)s", time=moment(step.at), who=who) if who else moment(step.at)
        rows.append({"title": step.title, "state": "done", "meta": meta})
    return rows


def _documents(order: Order) -> list[dict[str, str]]:
    """Return the papers of an order; one without an address is not there yet and says when it will be."""
    found = [_invoice(order)]
    for shipment in order.shipments:
        url = url_for("papers.delivery_note", number=order.number, shipment_id=shipment.id)
        found.append(
            {"title": _("Delivery note"), "meta": f"{shipment.number}, {day(shipment.shipped_at)}", "url": url}
        )
    if order.state not in CLOSED and any(line.shipped_quantity < line.quantity for line in order.lines):
        found.append({"title": _("Delivery note"), "meta": _("Made when goods are shipped"), "url": ""})
    return [paper for paper in found if paper["url"] or order.state not in CLOSED]


def _invoice(order: Order) -> dict[str, str]:
    if order.invoice_number is None:
        return {"title": _("Invoice"), "meta": _("Made when the order is confirmed"), "url": ""}
    meta = f"{order.invoice_number}, {day(order.invoiced_at)}"
    return {"title": _("Invoice"), "meta": meta, "url": url_for("papers.invoice", number=order.number)}


def _photos(session: Session, order: Order) -> dict[int, str]:
    """Return the name of the first photo of each product, as it is today."""
    products = products_by_ids(session, {line.product_id for line in order.lines})
    return {product.id: product.photos[0].small for product in products.values() if product.photos}
