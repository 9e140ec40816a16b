"""The accompanied cooperatives at a glance, and the page of each."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from certification.schemes import SCHEMES
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.numbers import whole
from marketplace.web.database import reading
from marketplace.web.pages import page_number
from orders.mentoring import agreeing, assigning, log, overview, papers, plan_queries, sight, timeline
from orders.mentoring.overview import UNASSIGNED, Asked
from orders.mentoring.permissions import ACCOMPANY, LEAD_MENTORING
from orders.mentoring.urgency import CASELOAD, LEGAL_PAPERS, days_since, reasons
from orders.mentoring.views.reading import words_asked

blueprint = Blueprint("mentoring", __name__)
NOBODY = "tanpa"
"""In place of an assistant's id: cooperatives that nobody accompanies."""


@blueprint.get("/binaan")
@requires(ACCOMPANY)
def index() -> ResponseReturnValue:
    """Show the accompanied cooperatives, who needs help first on top."""
    session, actor = reading(), require_actor()
    helper = request.args.get("pendamping", "")
    asked = Asked(words=words_asked(), assistant_id=UNASSIGNED if helper == NOBODY else whole(helper, 0))
    page = overview.overview(session, actor, asked, page_number(), now=now())
    return render_template(
        "orders/mentoring/index.html",
        page=page,
        asked=asked,
        helper=helper,
        assistants=assigning.assistants(session, actor) if actor.can(LEAD_MENTORING) else [],
        caseload=CASELOAD,
        nobody=NOBODY,
    )


@blueprint.get("/binaan/<slug>")
@requires(ACCOMPANY)
def show(slug: str) -> ResponseReturnValue:
    """Show one cooperative: what is open, its papers and figures, its timeline."""
    session, actor, at = reading(), require_actor(), now()
    day = jakarta_day(at)
    cooperative = sight.cooperative(session, actor, slug, day=day)
    facts = overview.facts_of(session, actor, [cooperative], now=at)[cooperative.id]
    return render_template(
        "orders/mentoring/cooperative.html",
        cooperative=cooperative,
        facts=facts,
        reasons=reasons(facts, day),
        days=days_since(facts.last_visit, day),
        helpers=overview.assistants_of(session, actor, [cooperative.id], day).get(cooperative.id, []),
        steps=timeline.open_steps(session, actor, cooperative, day=day),
        is_overdue=lambda step: agreeing.is_overdue(step, at),
        ending=papers.endings(session, [cooperative.id], day).get(cooperative.id, papers.Ending()),
        lacking=papers.lacking(session, [cooperative.id], day).get(cooperative.id, []),
        entries=timeline.timeline(session, actor, cooperative, day=day),
        trainings=log.attended_by(session, cooperative.id, actor.organisation_id),
        plan=plan_queries.current(session, cooperative.id, day.year),
        year=day.year,
        schemes=SCHEMES,
        legal_names=LEGAL_PAPERS,
    )
