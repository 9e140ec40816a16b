"""The cooperative's shipping rates: the table, a new row, changing and removing one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.regions.queries import names
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number
from orders import rates
from orders.forms import RateForm
from orders.permissions import FULFIL_ORDER

blueprint = Blueprint("rates", __name__)


@blueprint.get("/ongkir")
@requires(FULFIL_ORDER)
def index() -> ResponseReturnValue:
    """Show the rate table."""
    words = asked_words()
    page = rates.rates_page(reading(), require_actor(), page_number(), words)
    places = names(reading(), {rate.region_prefix for rate in page.items if rate.region_prefix})
    return render_template("orders/rates.html", page=page, words=words, places=places)


@blueprint.route("/ongkir/baru", methods=["GET", "POST"])
@requires(FULFIL_ORDER)
def new() -> ResponseReturnValue:
    """Add a row."""
    form = RateForm()
    if _is_saved(form, None):
        return redirect(url_for("rates.index"))
    return render_template("orders/rate.html", form=form, rate=None), status_of(form)


@blueprint.route("/ongkir/<int:rate_id>", methods=["GET", "POST"])
@requires(FULFIL_ORDER)
def edit(rate_id: int) -> ResponseReturnValue:
    """Change a row."""
    rate = rates.own_rate(reading(), require_actor(), rate_id)
    form = RateForm(obj=rate)
    if _is_saved(form, rate_id):
        return redirect(url_for("rates.index"))
    return render_template("orders/rate.html", form=form, rate=rate), status_of(form)


@blueprint.post("/ongkir/<int:rate_id>/hapus")
@requires(FULFIL_ORDER)
def remove(rate_id: int) -> ResponseReturnValue:
    """Take a row out."""
    with transaction() as session:
        rates.remove_rate(session, require_actor(), rate_id, now=now())
    done(_("The rate is removed. Orders that run keep what they cost."))
    return redirect(url_for("rates.index"))


def _is_saved(form: RateForm, rate_id: int | None) -> bool:
    """Save the row where the form was sent and nothing speaks against it."""
    if not form.validate_on_submit():
        return False
    try:
        with transaction() as session:
            rates.save_rate(session, require_actor(), form.draft(), rate_id=rate_id, now=now())
    except Invalid as error:
        form.refuse(error)
        return False
    done(_("Saved. New orders are reckoned with it."))
    return True
