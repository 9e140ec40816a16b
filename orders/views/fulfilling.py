"""Goods on their way: the seller ships them in parts, the buyer says what has arrived."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.regions.queries import path_of
from marketplace.web.database import reading
from marketplace.web.i18n import _
from orders import fulfilment, policing, queries
from orders.goods_forms import ReceiveForm, ShipForm
from orders.lifecycle import OrderAction
from orders.models import Order
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER
from orders.touched.standing import touched_of
from orders.views.stepping import by_form

blueprint = Blueprint("fulfilling", __name__)


@blueprint.route("/pesanan/<number>/kirim", methods=["GET", "POST"])
@requires(FULFIL_ORDER)
def ship(number: str) -> ResponseReturnValue:
    """Ask what leaves and with whom; the delivery note is made."""
    order = queries.order_of(reading(), require_actor(), number)
    place = path_of(reading(), order.ship_to_region)
    form = ShipForm.of(order, data={"method": order.shipping_method})
    found = policing.leaving(reading(), order, form.method.data or "", now=now())

    def step(session: Session, order: Order) -> None:
        fulfilment.ship(session, require_actor(), order, form.draft(), version=form.version.data, now=now())

    message = _("Written down. The buyer is told; print the delivery note and send it along.")
    shown = {"place": place, "found": found, "touched": touched_of(reading(), [order], now=now())}
    return by_form(number, OrderAction.SHIP_PART, form, step, "orders/ship.html", message, **shown)


@blueprint.route("/pesanan/<number>/terima", methods=["GET", "POST"])
@requires(FOLLOW_ORDER)
def receive(number: str) -> ResponseReturnValue:
    """Ask what has arrived; with the last of it the order is done."""
    order = queries.order_of(reading(), require_actor(), number)
    form = ReceiveForm.of(order)
    found = policing.arriving(reading(), order, now=now())

    def step(session: Session, order: Order) -> None:
        note = form.note.data or ""
        fulfilment.receive(session, require_actor(), order, form.amounts(), note, version=form.version.data, now=now())

    message = _("Thank you. The cooperative is told what has arrived.")
    return by_form(number, OrderAction.RECEIVE_PART, form, step, "orders/receive.html", message, found=found)
