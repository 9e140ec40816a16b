"""Trainings: their list, a new one, one with who came, mending it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number
from orders.mentoring import log, sight, trainings
from orders.mentoring.forms import AttendanceForm, TrainingForm
from orders.mentoring.permissions import ACCOMPANY
from orders.mentoring.trainings import AttendanceDraft
from orders.mentoring.views.reading import words_asked

blueprint = Blueprint("mentoring_trainings", __name__)
REFUSALS = (Conflict, Invalid, NotAllowed)


@blueprint.get("/pendampingan/pelatihan")
@requires(ACCOMPANY)
def index() -> ResponseReturnValue:
    """List the trainings of the office."""
    words = words_asked()
    page = log.trainings(reading(), require_actor(), words, page_number())
    return render_template("orders/mentoring/trainings.html", page=page, words=words, today=jakarta_day(now()))


@blueprint.route("/pendampingan/pelatihan/baru", methods=["GET", "POST"])
@requires(ACCOMPANY)
def new() -> ResponseReturnValue:
    """Write down a training."""
    form = TrainingForm()
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                training = trainings.plan(session, require_actor(), form.draft(), now=now())
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Saved. Say now who came."))
            return redirect(url_for("mentoring_trainings.show", training_id=training.id))
    return render_template("orders/mentoring/training_form.html", form=form, training=None), status or status_of(form)


@blueprint.route("/pendampingan/pelatihan/<int:training_id>", methods=["GET", "POST"])
@requires(ACCOMPANY)
def show(training_id: int) -> ResponseReturnValue:
    """Show a training with who came; take how many people of a cooperative came."""
    actor, day = require_actor(), jakarta_day(now())
    training = sight.training(reading(), actor, training_id)
    form = AttendanceForm()
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                draft = AttendanceDraft(
                    cooperative=sight.cooperative(session, actor, form.cooperative.data or "", day=day),
                    people=form.people.data or 0,
                    names=form.names.data or "",
                )
                trainings.attend(session, actor, sight.training(session, actor, training_id), draft, now=now())
        except NotFound:
            form.refuse(Invalid.field("cooperative", _("Choose one of the cooperatives that you accompany.")))
            status = Invalid.status
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Saved."))
            return redirect(url_for("mentoring_trainings.show", training_id=training_id))
    forget_reading()
    session = reading()
    training = sight.training(session, actor, training_id)
    form.offer(log.candidates(session, actor, day=day))
    page = render_template(
        "orders/mentoring/training.html",
        training=training,
        form=form,
        attendances=log.attendances(session, actor, training, day=day),
        may_change=trainings.may_change(actor, training),
    )
    return page, status or status_of(form)


@blueprint.route("/pendampingan/pelatihan/<int:training_id>/ubah", methods=["GET", "POST"])
@requires(ACCOMPANY)
def edit(training_id: int) -> ResponseReturnValue:
    """Change what is said of a training."""
    actor = require_actor()
    training = sight.training(reading(), actor, training_id)
    form = TrainingForm(obj=training)
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = sight.training(session, actor, training_id)
                trainings.change(session, actor, fresh, form.draft(), seen=form.version.data or 0, now=now())
        except REFUSALS as error:
            form.refuse(error)
            status = error.status
            forget_reading()
            training = sight.training(reading(), actor, training_id)
            if isinstance(error, Conflict):
                form.version.data = training.version
        else:
            done(_("Saved."))
            return redirect(url_for("mentoring_trainings.show", training_id=training_id))
    page = render_template("orders/mentoring/training_form.html", form=form, training=training)
    return page, status or status_of(form)


@blueprint.post("/pendampingan/pelatihan/<int:training_id>/tanpa/<slug>")
@requires(ACCOMPANY)
def leave_out(training_id: int, slug: str) -> ResponseReturnValue:
    """Take back that a cooperative came."""
    actor, day = require_actor(), jakarta_day(now())
    with transaction() as session:
        training = sight.training(session, actor, training_id)
        cooperative = sight.cooperative(session, actor, slug, day=day)
        trainings.leave_out(session, actor, training, cooperative, now=now())
    done(_("Saved."))
    return redirect(url_for("mentoring_trainings.show", training_id=training_id))
