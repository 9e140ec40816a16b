"""Steps of one button or one reason: confirm, reject, cancel, and agree on what shipping costs."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.web.database import reading
from marketplace.web.i18n import _
from orders import queries, services
from orders.forms import QuoteForm, ReasonForm, StepForm
from orders.lifecycle import OrderAction
from orders.models import Order
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER, SEE_ORDERS
from orders.shipping import DELIVERIES, ShippingMethod
from orders.views.stepping import by_button, by_form

blueprint = Blueprint("deciding", __name__)


@blueprint.post("/pesanan/<number>/konfirmasi")
@requires(FULFIL_ORDER)
def confirm(number: str) -> ResponseReturnValue:
    """Promise the goods; the invoice is made."""
    form = StepForm()

    def step(session: Session, order: Order) -> None:
        services.confirm(session, require_actor(), order, version=form.version.data, now=now())

    return by_button(number, step, _("Confirmed. The buyer is told, the invoice is made."))


@blueprint.post("/pesanan/<number>/ongkir/setuju")
@requires(FOLLOW_ORDER)
def accept_shipping(number: str) -> ResponseReturnValue:
    """Agree to what shipping costs; the order can be paid."""
    form = StepForm()

    def step(session: Session, order: Order) -> None:
        services.accept_shipping(session, require_actor(), order, version=form.version.data, now=now())

    return by_button(number, step, _("Agreed. Pay now, so that the cooperative can prepare the goods."))


@blueprint.route("/pesanan/<number>/tolak", methods=["GET", "POST"])
@requires(FULFIL_ORDER)
def reject(number: str) -> ResponseReturnValue:
    """Ask why, then decline the order."""
    form = ReasonForm()

    def step(session: Session, order: Order) -> None:
        reason = form.reason.data or ""
        services.reject(session, require_actor(), order, reason, version=form.version.data, now=now())

    message = _("Rejected. The buyer is told why.")
    return by_form(number, OrderAction.REJECT, form, step, "orders/reject.html", message)


@blueprint.route("/pesanan/<number>/batal", methods=["GET", "POST"])
@requires(SEE_ORDERS)
def cancel(number: str) -> ResponseReturnValue:
    """Ask whether it is meant, then end the order: the buyer's until it is confirmed, the seller's afterwards."""
    form = ReasonForm()

    def step(session: Session, order: Order) -> None:
        reason = form.reason.data or ""
        services.cancel(session, require_actor(), order, reason, version=form.version.data, now=now())

    message = _("Cancelled. The other party is told.")
    return by_form(number, OrderAction.CANCEL, form, step, "orders/cancel.html", message)


@blueprint.route("/pesanan/<number>/ongkir", methods=["GET", "POST"])
@requires(FULFIL_ORDER)
def quote_shipping(number: str) -> ResponseReturnValue:
    """Say what shipping costs, or mend it until the buyer has agreed."""
    order = queries.order_of(reading(), require_actor(), number)
    method = order.shipping_method if order.shipping_method in DELIVERIES else ShippingMethod.COURIER.value
    form = QuoteForm(data={"method": method, "cost": order.shipping_cost, "note": order.shipping_note})

    def step(session: Session, order: Order) -> None:
        services.quote_shipping(session, require_actor(), order, form.draft(), version=form.version.data, now=now())

    message = _("The buyer is told what shipping costs.")
    return by_form(number, OrderAction.QUOTE_SHIPPING, form, step, "orders/quote.html", message)
