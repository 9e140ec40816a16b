"""What a lost paper touches: for the two parties of orders, and for officials before and after they revoke."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import queries as papers
from certification.permissions import REVOKE_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import _l
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done
from orders import queries
from orders.permissions import FOLLOW_ORDER, SEE_ORDERS
from orders.touched import services
from orders.touched.forms import DecideForm
from orders.touched.reach import reach_of
from orders.touched.showing import instead_on, open_touched
from orders.touched.standing import touched_of
from orders.views.order_page import order_page

blueprint = Blueprint("touched", __name__)
impact = Blueprint("impact", __name__)

ACCEPT, REFUSE = "accept", "refuse"
"""Values of the two buttons."""
GONE = _l("This is not possible any more: the order has moved on. Look at it again.")


@blueprint.get("/terdampak")
@requires(SEE_ORDERS)
def index() -> ResponseReturnValue:
    """List the open orders of one's organisation with goods whose paper counts no longer."""
    session, actor = reading(), require_actor()
    return render_template(
        "orders/touched/index.html", rows=open_touched(session, actor, now=now()), is_seller=actor.is_seller
    )


@blueprint.route("/pesanan/<number>/terdampak", methods=["GET", "POST"])
@requires(FOLLOW_ORDER)
def decide(number: str) -> ResponseReturnValue:
    """Ask the buyer whether goods that lost a paper should come all the same, or the order ends."""
    form = DecideForm()
    if form.validate_on_submit():
        try:
            message = _decide(number, form)
        except Conflict as error:
            return order_page(number, error), error.status
        except Invalid as error:
            form.refuse(error)
            return _page(number, form, error.status)
        done(message)
        return redirect(url_for("ordering.show", number=number))
    return _page(number, form, status_of(form))


@impact.get("/periksa/<code>/dampak")
@requires(REVOKE_CERTIFICATE)
def show(code: str) -> ResponseReturnValue:
    """Show what hangs on a paper: carts by number only, orders, and goods on their way."""
    session, actor, moment = reading(), require_actor(), now()
    certificate = papers.for_review(session, actor, code)
    return render_template(
        "orders/touched/impact.html",
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        shown=papers.shown_of(certificate, jakarta_day(moment)),
        counts_now=certificate.state == "verified" and not certificate.on_hold,
        reach=reach_of(session, certificate, now=moment),
    )


def _decide(number: str, form: DecideForm) -> str:
    reason, verdict = form.reason.data or "", request.form.get("verdict")
    with transaction() as session:
        actor = require_actor()
        order = queries.order_of(session, actor, number)
        if verdict == ACCEPT:
            services.accept(session, actor, order, reason, version=form.version.data, now=now())
            return str(_("Written down. The cooperative may ship these goods now."))
        if verdict == REFUSE:
            services.refuse(session, actor, order, reason, version=form.version.data, now=now())
            return str(_("Cancelled. The other party is told."))
    raise Invalid.field("reason", _l("Choose one of the two buttons."))


def _page(number: str, form: DecideForm, status: int) -> tuple[str, int]:
    """Render what is to be decided; the order itself where nothing is, or where the reader is not its buyer."""
    forget_reading()
    session, actor = reading(), require_actor()
    order = queries.order_of(session, actor, number)
    touched = touched_of(session, [order], now=now())
    held = [row for row in touched.values() if row.is_held]
    if not held or actor.organisation_id != order.buyer_id:
        return order_page(number, Conflict("wrong_state", GONE)), Conflict.status
    form.version.data = order.version
    page = render_template(
        "orders/touched/decide.html",
        order=order,
        form=form,
        held=held,
        instead=instead_on(session, order.buyer_id, touched, jakarta_day(now())),
        may_refuse=services.may_refuse(order),
    )
    return page, status
