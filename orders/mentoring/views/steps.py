"""One agreed step, for both sides of the table: done, taken back, given up, discussed."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, safe_target
from orders.mentoring import agreeing, sight
from orders.mentoring.forms import CommentForm
from orders.mentoring.permissions import ACCOMPANY, TAKE_PART

blueprint = Blueprint("mentoring_steps", __name__)


@blueprint.route("/langkah/<int:step_id>", methods=["GET", "POST"])
@requires(TAKE_PART)
def show(step_id: int) -> ResponseReturnValue:
    """Show a step with what was said about it; take a comment."""
    actor, at = require_actor(), now()
    form = CommentForm()
    sight.step(reading(), actor, step_id, day=jakarta_day(at))
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = sight.step(session, actor, step_id, day=jakarta_day(at))
                agreeing.comment(session, actor, fresh, form.text.data or "", now=at)
        except Invalid as error:
            form.refuse(error)
            status = error.status
        else:
            return redirect(url_for("mentoring_steps.show", step_id=step_id))
    forget_reading()
    step = sight.step(reading(), actor, step_id, day=jakarta_day(at))
    page = render_template(
        "orders/mentoring/step.html",
        step=step,
        form=form,
        overdue=agreeing.is_overdue(step, at),
        may_tick=agreeing.may_tick(actor, step),
        is_office=actor.can(ACCOMPANY),
    )
    return page, status or status_of(form)


@blueprint.post("/langkah/<int:step_id>/selesai")
@requires(TAKE_PART)
def tick(step_id: int) -> ResponseReturnValue:
    """Say that a step is done."""
    return _change(step_id, agreeing.tick, _("Done. Well done."))


@blueprint.post("/langkah/<int:step_id>/buka")
@requires(TAKE_PART)
def reopen(step_id: int) -> ResponseReturnValue:
    """Take back that a step is done."""
    return _change(step_id, agreeing.reopen, _("The step is open again."))


@blueprint.post("/langkah/<int:step_id>/batal")
@requires(ACCOMPANY)
def drop(step_id: int) -> ResponseReturnValue:
    """Give a step up."""
    return _change(step_id, agreeing.drop, _("The step is given up."))


def _change(step_id: int, change: Callable[..., None], message: str) -> ResponseReturnValue:
    actor, at = require_actor(), now()
    with transaction() as session:
        change(session, actor, sight.step(session, actor, step_id, day=jakarta_day(at)), now=at)
    done(message)
    return redirect(safe_target(request.form.get("lanjut"), url_for("mentoring_steps.show", step_id=step_id)))
