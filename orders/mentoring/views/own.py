"""The cooperative's own page of its mentoring: steps to do, visits, plan and trainings; no notes of the office."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries as accounts
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import reading
from marketplace.web.pages import page_number
from orders.mentoring import agreeing, log, plan_queries, timeline
from orders.mentoring.permissions import BE_ACCOMPANIED

blueprint = Blueprint("mentored", __name__)


@blueprint.get("/pendampingan-saya")
@requires(BE_ACCOMPANIED)
def show() -> ResponseReturnValue:
    """Show what was agreed and what follows."""
    session, actor, at = reading(), require_actor(), now()
    day = jakarta_day(at)
    cooperative = accounts.organisation(session, actor.organisation_id)
    return render_template(
        "orders/mentoring/own.html",
        cooperative=cooperative,
        steps=timeline.open_steps(session, actor, cooperative, day=day),
        is_overdue=lambda step: agreeing.is_overdue(step, at),
        may_tick=lambda step: agreeing.may_tick(actor, step),
        page=log.own_visits(session, actor, page_number(), day=day),
        trainings=log.attended_by(session, cooperative.id),
        plan=plan_queries.current(session, cooperative.id, day.year),
        year=day.year,
    )
