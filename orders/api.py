"""The API's calls on orders: placing, listing, reading them, and their papers."""

import secrets

from flask import Blueprint, current_app
from flask import Response as FlaskResponse
from spectree import Response
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.text import _l
from marketplace.web.api import BEARER, PREFIX, Problem, WriteHeaders, files, listing_of, spec
from marketplace.web.api_writing import Written, write
from marketplace.web.database import reading
from orders import direct, lists, queries
from orders.api_detail import cooperative_ref, order_out, orders_out
from orders.api_naming import naming
from orders.api_order import OrderListing, OrderOut
from orders.api_payment import payment_out
from orders.api_schemas import OrderIn, OrdersQuery, PlacedOrderOut, PlacedOut
from orders.checkout import CheckoutDraft
from orders.direct import Wanted
from orders.lists import OrderFilter
from orders.models import OrderGroup
from orders.payments.lifecycle import PaymentMethod
from orders.payments.queries import payments_of_group
from orders.permissions import PLACE_ORDER, SEE_ORDERS
from orders.views import papers

blueprint = Blueprint("orders_api", __name__, url_prefix=PREFIX)

TAGS = ("orders",)
NO_CARDS = _l("Card payment is not set up here. Pay by bank transfer.")
NOTE = "delivery-note-"

files[f"{PREFIX}/orders/{{number}}/documents/{{kind}}"] = "application/pdf"


@blueprint.post("/orders")
@requires(PLACE_ORDER)
@spec.validate(
    headers=WriteHeaders,
    resp=Response(HTTP_201=PlacedOut, HTTP_403=Problem, HTTP_409=Problem, HTTP_422=Problem),
    security=BEARER,
    tags=TAGS,
)
def place(json: OrderIn) -> Written:
    """Order products: one order for each cooperative, shipped the way that the checkout would propose."""
    if json.payment_method == PaymentMethod.CARD.value and current_app.extensions["card_gateway"] is None:
        raise Invalid.field("payment_method", NO_CARDS)

    def act(session: Session) -> tuple[int, PlacedOut]:
        wanted = [Wanted(line.product, line.quantity, line.reasons) for line in json.lines]
        with naming():
            group = direct.place(session, require_actor(), wanted, _draft(json), now=now())
        return 201, placed_out(session, group)

    return write(act)


@blueprint.get("/orders")
@requires(SEE_ORDERS)
@spec.validate(resp=Response(HTTP_200=OrderListing, HTTP_403=Problem, HTTP_422=Problem), security=BEARER, tags=TAGS)
def orders(query: OrdersQuery) -> OrderListing:
    """List the orders that the token's organisation placed, or those that were placed with it, newest first."""
    asked = OrderFilter(words=query.q, state=query.state)
    session, actor = reading(), require_actor()
    page = lists.found(session, actor, asked, query.page, query.per_page, loads=queries.WHOLE)
    items = orders_out(session, actor, page.items)
    return OrderListing(**listing_of(items, page=page.page, per_page=page.per_page, total=page.total))


@blueprint.get("/orders/<number>")
@requires(SEE_ORDERS)
@spec.validate(resp=Response(HTTP_200=OrderOut, HTTP_403=Problem, HTTP_404=Problem), security=BEARER, tags=TAGS)
def order(number: str) -> OrderOut:
    """Answer one order as its page shows it to the asker."""
    actor = require_actor()
    return order_out(reading(), actor, queries.order_of(reading(), actor, number))


@blueprint.get("/orders/<number>/documents/<kind>")
@requires(SEE_ORDERS)
@spec.validate(
    resp=Response("HTTP_200", HTTP_403=Problem, HTTP_404=Problem), security=BEARER, tags=TAGS, skip_validation=True
)
def document(number: str, kind: str) -> FlaskResponse:
    """Answer a paper of an order as PDF: ``invoice``, or ``delivery-note-1`` for the first shipment."""
    if kind == "invoice":
        return papers.invoice(number)
    shipments = queries.order_of(reading(), require_actor(), number).shipments
    names = {f"{NOTE}{place}": shipment.id for place, shipment in enumerate(shipments, start=1)}
    if kind not in names:
        raise NotFound()
    return papers.delivery_note(number, names[kind])


def placed_out(session: Session, group: OrderGroup) -> PlacedOut:
    """Write what was placed, and how to pay it."""
    return PlacedOut(
        group=group.code,
        orders=[
            PlacedOrderOut.model_validate(
                {
                    "number": placed.number,
                    "cooperative": cooperative_ref(placed),
                    "state": placed.state,
                    "payment_state": placed.payment_state,
                    "total": placed.total,
                }
            )
            for placed in group.orders
        ],
        payment=payment_out(payments_of_group(session, group.id)),
    )


def _draft(wanted: OrderIn) -> CheckoutDraft:
    """Return what is sent off; the caller's own key is looked at before."""
    return CheckoutDraft(
        ship_to_name=wanted.ship_to.name,
        phone=wanted.ship_to.phone,
        address=wanted.ship_to.address,
        region=wanted.ship_to.region,
        payment_method=wanted.payment_method,
        buyer_reference=wanted.buyer_reference,
        note=wanted.note,
        idempotency_key=secrets.token_urlsafe(18),
    )
