"""The cart: what is in it, putting products in, changing and taking them out."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from catalog.fairs import memory
from catalog.fairs.queries import remembered_booth
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.regions.queries import path_of
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.i18n import _, ngettext
from marketplace.web.pages import done, warn
from orders import cart as carts
from orders import destinations, filling, policing
from orders.forms import LineForm, PlaceForm
from orders.permissions import PLACE_ORDER
from orders.touched.showing import in_cart

blueprint = Blueprint("buying", __name__)


@blueprint.get("/keranjang")
@requires(PLACE_ORDER)
def cart() -> ResponseReturnValue:
    """Show the cart by cooperative, with today's prices and what it costs to ship to a place."""
    return _page()


@blueprint.post("/keranjang/tambah")
@requires(PLACE_ORDER)
def add_line() -> ResponseReturnValue:
    """Put a product into the cart; a refusal is said above the cart, which stays as it was."""
    form = LineForm()
    try:
        with transaction() as session:
            code, unit, count = _wanted(form)
            booth = remembered_booth(session, cookie.get(memory.KEY), now())
            carts.add(session, require_actor(), code, unit, count, booth_id=booth, now=now())
    except (Invalid, Conflict) as error:
        return _page(error), error.status
    done(_("It is in your cart."))
    return redirect(url_for("buying.cart"))


@blueprint.post("/keranjang/tambah-daftar")
@requires(PLACE_ORDER)
def add_list() -> ResponseReturnValue:
    """Put a whole list into the cart; what cannot be ordered is told by name."""
    EmptyForm().validate()
    with transaction() as session:
        booth = remembered_booth(session, cookie.get(memory.KEY), now())
        code = request.form.get("list", "")[:16]
        filled = filling.add_list(session, require_actor(), code, booth_id=booth, now=now())
    _tell(filled)
    return redirect(url_for("buying.cart"))


@blueprint.post("/keranjang/<int:line_id>")
@requires(PLACE_ORDER)
def change_line(line_id: int) -> ResponseReturnValue:
    """Set how much is wanted of a line; a refusal is said beside it, with what was typed."""
    form = LineForm()
    try:
        with transaction() as session:
            _code, unit, count = _wanted(form)
            carts.change(session, require_actor(), line_id, unit, count, now=now())
    except (Invalid, Conflict) as error:
        return _page(error, line_id), error.status
    done(_("The amount is changed."))
    return redirect(url_for("buying.cart"))


@blueprint.post("/keranjang/<int:line_id>/hapus")
@requires(PLACE_ORDER)
def remove_line(line_id: int) -> ResponseReturnValue:
    """Take a line out of the cart."""
    with transaction() as session:
        carts.remove(session, require_actor(), line_id)
    done(_("It is out of your cart."))
    return redirect(url_for("buying.cart"))


def _tell(filled: filling.Filled) -> None:
    """Say what went into the cart and what did not."""
    if filled.added:
        done(ngettext("%(num)s product is in your cart.", "%(num)s products are in your cart.", filled.added))
    if filled.refused:
        warn(_("Cannot be ordered as they stand on the list: %(names)s.", names=", ".join(filled.refused[:10])))
    if filled.gone:
        gone = filled.gone
        warn(ngettext("%(num)s product is not on sale any more.", "%(num)s products are not on sale any more.", gone))


def _wanted(form: LineForm) -> tuple[str, str, int]:
    """Return product, unit and count as sent; raise ``Invalid`` where the count is no number."""
    if not form.validate():
        raise Invalid.field("count", _("Write how much you want as a whole number."))
    return form.product.data or "", form.unit.data or "", form.amount


def _page(refusal: DomainError | None = None, line_id: int = 0) -> str:
    """Render the cart. ``refusal`` belongs to one line, or to the page where no line is named."""
    forget_reading()
    actor, session = require_actor(), reading()
    region = _region(session)
    shown = policing.reviewed(session, actor, region=region, now=now())
    return render_template(
        "orders/cart.html",
        preview=shown,
        losses=in_cart(session, actor.organisation_id or 0, shown, now=now()),
        place=path_of(session, region),
        form=PlaceForm(request.args, data={"region": region}),
        refusal=_words(refusal),
        refused_line=line_id,
        typed=request.form,
    )


def _region(session: Session) -> str:
    """Return the place asked for, where it is one; else the one that the buyer's last order went to."""
    wanted = str(PlaceForm(request.args).region.data or "")
    return wanted if path_of(session, wanted) else destinations.proposed(session, require_actor()).region


def _words(refusal: DomainError | None) -> str:
    if refusal is None:
        return ""
    return str(refusal.message or next(iter(refusal.errors.values()), ""))
