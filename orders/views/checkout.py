"""The checkout: where to, how it is shipped and paid; and what to pay after it."""

import secrets

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, warn
from orders import checkout, destinations, policing, queries
from orders.checkout_form import CheckoutForm, wishes_in
from orders.forms import PlaceForm
from orders.payments.queries import payments_of_group
from orders.permissions import FOLLOW_ORDER, PLACE_ORDER
from orders.preview import Preview

blueprint = Blueprint("checkout", __name__)


@blueprint.route("/pesan", methods=["GET", "POST"])
@requires(PLACE_ORDER)
def show() -> ResponseReturnValue:
    """Ask where to and how, show what it comes to, and place the orders. A second click leads to the same orders."""
    form, shown = _form()
    if request.method == "GET" and _is_not_ready(shown):
        return redirect(url_for("buying.cart"))
    refused = None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                code = checkout.place(session, require_actor(), form.draft(), now=now()).code
        except (Invalid, Conflict) as error:
            form.refuse(error)
            refused = error.status
        else:
            done(_("Ordered. The cooperatives are told."))
            return redirect(url_for("checkout.group", code=code))
    form.look_at(shown)
    return render_template("orders/checkout.html", form=form, preview=shown), refused or status_of(form)


@blueprint.get("/pesan/<code>")
@requires(FOLLOW_ORDER)
def group(code: str) -> ResponseReturnValue:
    """Show the orders of one checkout and how to pay each."""
    found = queries.group_of(reading(), require_actor(), code)
    return render_template(
        "orders/group.html",
        group=found,
        payments=payments_of_group(reading(), found.id),
        turns={order.id: queries.who_acts(order) for order in found.orders},
    )


def _is_not_ready(shown: Preview) -> bool:
    """Tell whether the cart must be filled or mended first, and say so."""
    if shown.problems:
        warn(_("Something in your cart cannot be ordered as it is. Mend it first."))
    return bool(shown.problems) or not shown.parts


def _form() -> tuple[CheckoutForm, Preview]:
    """Make the form for what lies in the cart, for the place and the ways to ship that are filled in."""
    place = destinations.proposed(reading(), require_actor())
    is_sent = request.method == "POST"
    shown = policing.reviewed(
        reading(),
        require_actor(),
        region=str(PlaceForm(request.form).region.data or "") if is_sent else place.region,
        shipping=wishes_in(request.form),
        now=now(),
    )
    start = {
        "ship_to_name": place.name,
        "phone": place.phone,
        "address": place.address,
        "region": place.region,
        "idempotency_key": secrets.token_urlsafe(18),
    }
    return CheckoutForm.of(shown, cards=current_app.extensions["card_gateway"] is not None, data=start), shown
