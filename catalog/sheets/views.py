"""Spreadsheets of products: take one out, try one out, take one in."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.permissions import MANAGE_PRODUCTS
from catalog.queries import own_counts
from catalog.sheets import services
from catalog.sheets.columns import COLUMNS
from catalog.sheets.forms import SheetForm
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.adapters.files import FileStore
from marketplace.adapters.sheets import MAX_BYTES
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.jobs.models import Job
from marketplace.limits.rules import EXPORT, UPLOAD
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import language
from marketplace.web.limiting import limited
from marketplace.web.pages import warn

blueprint = Blueprint("product_sheets", __name__, url_prefix="/produk-saya/lembar")


@blueprint.get("")
@requires(MANAGE_PRODUCTS)
def show() -> ResponseReturnValue:
    """Offer both ways, and say what the columns mean."""
    return _page(SheetForm())


@blueprint.post("/ambil")
@requires(MANAGE_PRODUCTS)
@limited(EXPORT)
def export() -> ResponseReturnValue:
    """Begin to write a spreadsheet of all own products."""
    EmptyForm().validate()
    with transaction() as session:
        job = services.ask_export(session, require_actor(), request.form.get("format", ""), now=now())
    return _to(job)


@blueprint.post("/periksa")
@requires(MANAGE_PRODUCTS)
@limited(UPLOAD)
def check() -> ResponseReturnValue:
    """Read a spreadsheet and begin to try it out; what cannot be read is said beside the field."""
    form = SheetForm()
    form.validate()
    sent = form.file.data
    data = sent.stream.read(MAX_BYTES + 1) if sent else b""
    try:
        name, arguments = services.prepare(data, _store())
        with transaction() as session:
            job = services.ask_check(session, require_actor(), name, arguments, now=now())
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _page(form), error.status
    _drop_unless_used(job, name)
    return _to(job)


@blueprint.post("/terapkan/<code>")
@requires(MANAGE_PRODUCTS)
@limited(UPLOAD)
def apply(code: str) -> ResponseReturnValue:
    """Begin to take in a spreadsheet that was tried out: its good lines, or only where all are good."""
    EmptyForm().validate()
    actor = require_actor()
    trial = services.checked(reading(), actor, code, now=now())
    name = _store().put(_store().read(trial.input_name), ".json")
    only_whole = request.form.get("lines") == "all"
    try:
        with transaction() as session:
            job = services.ask_apply(session, actor, code, name, only_whole=only_whole, now=now())
    except Conflict as error:
        _store().delete(name)
        warn(error.message)
        return redirect(url_for("jobs.show", code=code))
    _drop_unless_used(job, name)
    return _to(job)


def _page(form: SheetForm) -> str:
    return render_template(
        "catalog/sheets/show.html",
        form=form,
        columns=[(column.heading(language()), column.note) for column in COLUMNS],
        products=sum(own_counts(reading(), require_actor()).values()),
    )


def _to(job: Job) -> ResponseReturnValue:
    return redirect(url_for("jobs.show", code=job.code), 303)


def _drop_unless_used(job: Job, name: str) -> None:
    """Delete the lines that were kept for a second click: the first one's job is at work already."""
    if job.input_name != name:
        _store().delete(name)


def _store() -> FileStore:
    found: FileStore = current_app.extensions["private_files"]
    return found
