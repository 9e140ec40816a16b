"""The log of visits: its list, a new visit, one visit with its notes, mending it."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotAllowed, Unavailable
from marketplace.core.months import read_month
from marketplace.files import services as files
from marketplace.files.services import PreparedFile
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done, page_number
from orders.mentoring import agreeing, log, sight, visits
from orders.mentoring.forms import NoteForm, VisitForm
from orders.mentoring.permissions import ACCOMPANY
from orders.mentoring.views.reading import words_asked

blueprint = Blueprint("mentoring_visits", __name__)
REFUSALS = (Conflict, Invalid, NotAllowed, Unavailable)


@blueprint.get("/pendampingan")
@requires(ACCOMPANY)
def index() -> ResponseReturnValue:
    """List the visits, the newest first."""
    asked = log.Asked(words=words_asked(), month=read_month(request.args.get("bulan", "")))
    page = log.visits(reading(), require_actor(), asked, page_number(), day=jakarta_day(now()))
    return render_template("orders/mentoring/visits.html", page=page, asked=asked)


@blueprint.route("/binaan/<slug>/kunjungan", methods=["GET", "POST"])
@requires(ACCOMPANY)
@limited(UPLOAD)
def new(slug: str) -> ResponseReturnValue:
    """Write down a visit."""
    actor, day = require_actor(), jakarta_day(now())
    cooperative = sight.cooperative(reading(), actor, slug, day=day)
    form = VisitForm()
    if not form.is_submitted():
        form.day.data = day
    status = 0
    if form.validate_on_submit():
        try:
            draft = form.draft(_picture(form))
            with transaction() as session:
                fresh = sight.cooperative(session, actor, slug, day=day)
                visit = visits.log(session, actor, fresh, draft, now=now())
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("The visit is written down. You can mend it for 7 days."))
            return redirect(url_for("mentoring_visits.show", visit_id=visit.id))
    page = render_template("orders/mentoring/visit_form.html", form=form, cooperative=cooperative, visit=None)
    return page, status or status_of(form)


@blueprint.route("/pendampingan/kunjungan/<int:visit_id>", methods=["GET", "POST"])
@requires(ACCOMPANY)
def show(visit_id: int) -> ResponseReturnValue:
    """Show a visit; take a further note."""
    actor, at = require_actor(), now()
    form = NoteForm()
    sight.visit(reading(), actor, visit_id, day=jakarta_day(at))
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = sight.visit(session, actor, visit_id, day=jakarta_day(at))
                visits.add_note(session, actor, fresh, form.text.data or "", now=at)
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("The note is added."))
            return redirect(url_for("mentoring_visits.show", visit_id=visit_id))
    forget_reading()
    visit = sight.visit(reading(), actor, visit_id, day=jakarta_day(at))
    page = render_template(
        "orders/mentoring/visit.html",
        visit=visit,
        form=form,
        mendable=visits.is_mendable(actor, visit, at),
        until=visit.created_at + visits.MENDABLE_FOR,
        is_overdue=lambda step: agreeing.is_overdue(step, at),
    )
    return page, status or status_of(form)


@blueprint.route("/pendampingan/kunjungan/<int:visit_id>/ubah", methods=["GET", "POST"])
@requires(ACCOMPANY)
@limited(UPLOAD)
def mend(visit_id: int) -> ResponseReturnValue:
    """Change a visit within its first week."""
    actor, at = require_actor(), now()
    visit = sight.visit(reading(), actor, visit_id, day=jakarta_day(at))
    if not visits.is_mendable(actor, visit, at):
        return redirect(url_for("mentoring_visits.show", visit_id=visit_id))
    form = VisitForm.of(visit)
    status = 0
    if form.validate_on_submit():
        try:
            draft = form.draft(_picture(form))
            with transaction() as session:
                fresh = sight.visit(session, actor, visit_id, day=jakarta_day(at))
                visits.mend(session, actor, fresh, draft, seen=form.version.data or 0, now=at)
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
            if isinstance(error, Conflict):
                forget_reading()
                visit = sight.visit(reading(), actor, visit_id, day=jakarta_day(at))
                form.version.data = visit.version
        else:
            done(_("Saved."))
            return redirect(url_for("mentoring_visits.show", visit_id=visit_id))
    page = render_template("orders/mentoring/visit_form.html", form=form, cooperative=visit.cooperative, visit=visit)
    return page, status or status_of(form)


def _picture(form: VisitForm) -> PreparedFile | None:
    """Take in the picture where one was chosen; what is wrong with it stands beside its field."""
    upload = form.photo.data
    if not upload or not upload.filename:
        return None
    try:
        return files.prepare(upload.read(), upload.filename, current_app.extensions["private_files"])
    except (Invalid, Unavailable) as error:
        error.errors = {"photo": next(iter(error.errors.values()), error.message)}
        raise
