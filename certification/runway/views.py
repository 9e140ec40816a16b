"""The pages of the runway: the holder's calendar with its tasks, and the office's list of whom to help."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from certification.desk.queries import districts
from certification.permissions import SUBMIT_CERTIFICATE, VERIFY_CERTIFICATE
from certification.runway.ends import calendar_of, ends_by_month
from certification.runway.helping import Asked, cases
from certification.runway.todo import todo_of
from certification.runway.wording import KINDS, days_left, paper_of, step_of, title_of
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.months import read_month
from marketplace.web.database import reading
from marketplace.web.pages import asked_words, page_number

blueprint = Blueprint("runway", __name__)

WORDS = {"kinds": KINDS, "title_of": title_of, "step_of": step_of, "paper_of": paper_of, "days_left": days_left}
"""What the templates need to say of tasks and papers."""


@blueprint.get("/sertifikat/kalender")
@requires(SUBMIT_CERTIFICATE)
def calendar() -> ResponseReturnValue:
    """Show what the cooperative has to do about its papers, and what ends when."""
    actor, today = require_actor(), jakarta_day(now())
    months, followed = calendar_of(reading(), actor, today)
    return render_template(
        "certification/runway/calendar.html",
        tasks=todo_of(reading(), actor, today),
        months=months,
        followed=followed,
        today=today,
        **WORDS,
    )


@blueprint.get("/periksa/bantu")
@requires(VERIFY_CERTIFICATE)
def helping() -> ResponseReturnValue:
    """Show the cooperatives of the regency whose papers end or wait, the most pressing first."""
    actor, moment = require_actor(), now()
    asked = Asked(
        region=request.args.get("region", "")[:13],
        q=asked_words(),
        month=read_month(request.args.get("bulan", "")),
    )
    today = jakarta_day(moment)
    return render_template(
        "certification/runway/help.html",
        page=cases(reading(), actor, asked, page_number(), now=moment),
        months=ends_by_month(reading(), actor, today),
        asked=asked,
        districts=districts(reading(), actor),
        today=today,
        **WORDS,
    )
