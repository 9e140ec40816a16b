"""The pages of lists, and the button that saves a product."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog import requirements
from catalog.lists import queries, services
from catalog.lists.forms import ItemForm, NameForm
from catalog.lists.standing import standings
from catalog.permissions import KEEP_LISTS
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number, safe_target, warn

blueprint = Blueprint("lists", __name__, url_prefix="/favorit")


@blueprint.get("")
@requires(KEEP_LISTS)
def index() -> ResponseReturnValue:
    """List the organisation's lists."""
    return _index(NameForm())


@blueprint.post("")
@requires(KEEP_LISTS)
def make() -> ResponseReturnValue:
    """Begin a list."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = services.make_list(session, require_actor(), form.name.data, now=now())
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            return redirect(url_for("lists.show", code=found.code))
    return _index(form), status_of(form)


@blueprint.post("/simpan")
@requires(KEEP_LISTS)
def save() -> ResponseReturnValue:
    """Save a product, or take it off again; then back to where the button was pressed."""
    EmptyForm().validate()
    code, target = request.form.get("product", "")[:20], request.form.get("list", "")[:16]
    back = safe_target(request.form.get("lanjut"), url_for("storefront.product", code=code or "-"))
    try:
        with transaction() as session:
            found = services.save(session, require_actor(), code, target, now=now())
    except Conflict as error:
        warn(error.message)
    else:
        done(_("Saved to “%(name)s”.", name=found.name))
    return redirect(back)


@blueprint.post("/lepas")
@requires(KEEP_LISTS)
def unsave() -> ResponseReturnValue:
    """Take a product off all lists; then back to where the button was pressed."""
    EmptyForm().validate()
    code = request.form.get("product", "")[:20]
    with transaction() as session:
        services.unsave(session, require_actor(), code, now=now())
    done(_("It is off your lists."))
    return redirect(safe_target(request.form.get("lanjut"), url_for("storefront.product", code=code or "-")))


@blueprint.get("/<code>")
@requires(KEEP_LISTS)
def show(code: str) -> ResponseReturnValue:
    """Show what is on a list, with today's prices and what cannot be ordered any more."""
    return _show(code)


@blueprint.post("/<code>")
@requires(KEEP_LISTS)
def rename(code: str) -> ResponseReturnValue:
    """Give a list another name."""
    form = NameForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.rename(session, require_actor(), code, form.name.data)
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("The list has its new name."))
            return redirect(url_for("lists.show", code=code))
    return _show(code, name_form=form), status_of(form)


@blueprint.post("/<code>/hapus")
@requires(KEEP_LISTS)
def remove(code: str) -> ResponseReturnValue:
    """Delete a list; the products stay in the shop."""
    EmptyForm().validate()
    with transaction() as session:
        services.remove_list(session, require_actor(), code)
    done(_("The list is deleted."))
    return redirect(url_for("lists.index"))


@blueprint.post("/<code>/<product>")
@requires(KEEP_LISTS)
def change_item(code: str, product: str) -> ResponseReturnValue:
    """Say how much is wanted of a product; a refusal is said beside it, with what was typed."""
    form = ItemForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.change_item(
                    session, require_actor(), code, product, form.quantity.data or 0, form.note.data or "", now=now()
                )
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Saved."))
            return redirect(url_for("lists.show", code=code))
    return _show(code, refused=(product.upper(), form)), status_of(form)


@blueprint.post("/<code>/<product>/hapus")
@requires(KEEP_LISTS)
def remove_item(code: str, product: str) -> ResponseReturnValue:
    """Take a product off a list."""
    EmptyForm().validate()
    with transaction() as session:
        services.remove_item(session, require_actor(), code, product, now=now())
    done(_("It is off the list."))
    return redirect(url_for("lists.show", code=code))


def _index(form: NameForm) -> str:
    q = request.args.get("q", "").strip()[:100]
    return render_template(
        "catalog/lists/index.html", page=queries.own_lists(reading(), require_actor(), page_number(), q), q=q, form=form
    )


def _show(code: str, *, name_form: NameForm | None = None, refused: tuple[str, ItemForm] | None = None) -> str:
    forget_reading()
    session, day = reading(), jakarta_day(now())
    found = queries.own_list(session, require_actor(), code)
    q = request.args.get("q", "").strip()[:100]
    page = queries.items_of(session, found, page_number(), q, per_page=services.MAX_ITEMS)
    products = [item.product for item in page.items]
    return render_template(
        "catalog/lists/show.html",
        shopping_list=found,
        page=page,
        q=q,
        standings=standings(session, page.items, day),
        badges=requirements.badges(session, products, day),
        name_form=name_form or NameForm(formdata=None, data={"name": found.name}),
        refused=refused,
    )
