"""Spreadsheets of a regency: the template, try one out, take one in, write one."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certification.desk.offices import area_of
from certification.permissions import TAKE_IN_REGENCY
from certification.sheets import services
from certification.sheets.columns import COLUMNS
from certification.sheets.forms import RegencyForm
from certification.sheets.template import template_of
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.adapters.files import FileStore
from marketplace.adapters.sheets import MAX_BYTES
from marketplace.adapters.workbooks import XLSX
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.jobs.models import Job
from marketplace.limits.rules import EXPORT, UPLOAD
from marketplace.regions.queries import path_of
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import language
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment, warn

blueprint = Blueprint("regency_sheets", __name__, url_prefix="/periksa")


@blueprint.get("/lembar")
@requires(TAKE_IN_REGENCY)
def show() -> ResponseReturnValue:
    """Offer template, import and export, and say what the columns mean."""
    return _page(RegencyForm())


@blueprint.get("/lembar/templat")
@requires(TAKE_IN_REGENCY)
@limited(EXPORT)
def template() -> Response:
    """Send the empty workbook."""
    return attachment(template_of(language()), XLSX, "koperasi-sertifikat-templat.xlsx")


@blueprint.post("/ekspor")
@requires(TAKE_IN_REGENCY)
@limited(EXPORT)
def export() -> ResponseReturnValue:
    """Begin to write the spreadsheet of the regency."""
    EmptyForm().validate()
    with transaction() as session:
        job = services.ask_export(session, require_actor(), now=now())
    return _to(job)


@blueprint.post("/lembar/coba")
@requires(TAKE_IN_REGENCY)
@limited(UPLOAD)
def check() -> ResponseReturnValue:
    """Read a spreadsheet and begin to try it out; what cannot be read is said beside the field."""
    form = RegencyForm()
    form.validate()
    sent = form.file.data
    data = sent.stream.read(MAX_BYTES + 1) if sent else b""
    try:
        name, arguments = services.prepare(data, _store(), consent=bool(form.consent.data))
        with transaction() as session:
            job = services.ask_check(session, require_actor(), name, arguments, now=now())
    except (Invalid, Conflict) as error:
        form.refuse(error)
        return _page(form), error.status
    _drop_unless_used(job, name)
    return _to(job)


@blueprint.post("/lembar/terapkan/<code>")
@requires(TAKE_IN_REGENCY)
@limited(UPLOAD)
def apply(code: str) -> ResponseReturnValue:
    """Begin to take in the good lines of a spreadsheet that was tried out."""
    EmptyForm().validate()
    actor = require_actor()
    trial = services.checked(reading(), actor, code, now=now())
    name = _store().put(_store().read(trial.input_name), ".json")
    try:
        with transaction() as session:
            job = services.ask_apply(session, actor, code, name, now=now())
    except Conflict as error:
        _store().delete(name)
        warn(error.message)
        return redirect(url_for("jobs.show", code=code))
    _drop_unless_used(job, name)
    return _to(job)


def _page(form: RegencyForm) -> str:
    area = area_of(reading(), require_actor())
    return render_template(
        "certification/sheets/show.html",
        form=form,
        place=path_of(reading(), area),
        columns=[(column.heading(language()), column.note) for column in COLUMNS],
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
