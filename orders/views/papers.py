"""Invoice and delivery notes as PDF, for the two parties of an order only."""

from flask import Blueprint, Response, current_app, url_for

from marketplace.accounts.access import require_actor, requires
from marketplace.core.errors import NotFound
from marketplace.regions.queries import path_of
from marketplace.web.database import reading
from orders import queries
from orders.documents.building import delivery_note_of, invoice_of
from orders.documents.render import render_delivery_note, render_invoice
from orders.payments.queries import payment_of
from orders.permissions import SEE_ORDERS

blueprint = Blueprint("papers", __name__)


@blueprint.get("/pesanan/<number>/tagihan.pdf")
@requires(SEE_ORDERS)
def invoice(number: str) -> Response:
    """Print the invoice of a confirmed order."""
    order = queries.order_of(reading(), require_actor(), number)
    if order.invoice_number is None:
        raise NotFound()
    paper = invoice_of(order, payment_of(reading(), order), page_url=_page_url(order.number))
    return _pdf(render_invoice(paper), order.invoice_number)


@blueprint.get("/pesanan/<number>/surat-jalan/<int:shipment_id>.pdf")
@requires(SEE_ORDERS)
def delivery_note(number: str, shipment_id: int) -> Response:
    """Print the delivery note of one shipment."""
    order = queries.order_of(reading(), require_actor(), number)
    shipment = next((found for found in order.shipments if found.id == shipment_id), None)
    if shipment is None:
        raise NotFound()
    place = path_of(reading(), order.ship_to_region)
    paper = delivery_note_of(order, shipment, place, page_url=_page_url(order.number))
    return _pdf(render_delivery_note(paper), shipment.number)


def _page_url(number: str) -> str:
    site: str = current_app.config["SETTINGS"].site_url
    return site + url_for("ordering.show", number=number)


def _pdf(content: bytes, number: str) -> Response:
    """Answer a paper to be opened in the browser; nobody on the way may keep it."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{number.replace("/", "-")}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
