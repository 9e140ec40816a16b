"""Ordering again: what of an old order can be had today, then into the cart with it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import ngettext
from marketplace.web.pages import done
from orders import again
from orders.permissions import PLACE_ORDER

blueprint = Blueprint("again", __name__)


@blueprint.get("/pesanan/<number>/lagi")
@requires(PLACE_ORDER)
def show(number: str) -> ResponseReturnValue:
    """Show line by line what would come into the cart, at today's prices, and what would not and why."""
    order, rows = again.plan(reading(), require_actor(), number, now=now())
    return render_template("orders/again.html", order=order, rows=rows, is_possible=again.is_possible(rows))


@blueprint.post("/pesanan/<number>/lagi")
@requires(PLACE_ORDER)
def take(number: str) -> ResponseReturnValue:
    """Put it into the cart; what is there already stays as it is."""
    with transaction() as session:
        count = again.take(session, require_actor(), number, now=now())
    done(ngettext("%(num)s product is in your cart.", "%(num)s products are in your cart.", count))
    return redirect(url_for("buying.cart"))
