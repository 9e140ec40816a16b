"""Who accompanies which cooperative: for officials."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _, ngettext
from marketplace.web.pages import done, page_number
from orders.mentoring import assigning, caseloads
from orders.mentoring.forms import AssignmentForm
from orders.mentoring.permissions import LEAD_MENTORING
from orders.mentoring.urgency import CASELOAD
from orders.mentoring.views.reading import words_asked

blueprint = Blueprint("mentoring_assignments", __name__)


@blueprint.route("/pendampingan/penugasan", methods=["GET", "POST"])
@requires(LEAD_MENTORING)
def index() -> ResponseReturnValue:
    """Show the assistants with their cooperatives, and give them more."""
    form, actor, day = AssignmentForm(), require_actor(), jakarta_day(now())
    if not form.is_submitted():
        form.starts_on.data = day
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                number = assigning.assign(session, actor, form.draft(), now=now())
        except (Conflict, Invalid) as error:
            form.refuse(error)
            status = error.status
        else:
            done(ngettext("%(num)s cooperative is given.", "%(num)s cooperatives are given.", number))
            return redirect(url_for("mentoring_assignments.index"))
    forget_reading()
    session = reading()
    assistants = assigning.assistants(session, actor)
    form.offer(assistants)
    asked = caseloads.Asked(words=words_asked(), everybody=request.args.get("semua") == "1")
    page = render_template(
        "orders/mentoring/assignments.html",
        form=form,
        asked=asked,
        loads=caseloads.loads(session, actor, assistants, day=day),
        page=caseloads.to_give(session, actor, asked, page_number(), day=day),
        caseload=CASELOAD,
        today=day,
    )
    return page, status or status_of(form)


@blueprint.post("/pendampingan/penugasan/<int:assignment_id>/akhiri")
@requires(LEAD_MENTORING)
def end(assignment_id: int) -> ResponseReturnValue:
    """Take a cooperative back."""
    with transaction() as session:
        assigning.end(session, require_actor(), assignment_id, now=now())
    done(_("The assignment is over."))
    return redirect(url_for("mentoring_assignments.index"))
