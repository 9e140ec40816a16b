"""Readiness of a cooperative's products: for itself, and for officials and assistants who accompany it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from catalog.lifecycle import ProductState
from catalog.permissions import MANAGE_PRODUCTS
from catalog.readiness.overview import Overview, narrowed, overview
from catalog.readiness.permissions import SEE_READINESS
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.queries import active_cooperative, organisation
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import reading
from marketplace.web.pages import PER_PAGE, Page, asked_words, page_number

blueprint = Blueprint("readiness", __name__)

OWN = (ProductState.DRAFT, ProductState.PUBLISHED)
SHOWN_TO_OFFICES = (ProductState.PUBLISHED,)
"""A draft is the cooperative's own sheet of paper."""


@blueprint.get("/kesiapan")
@requires(MANAGE_PRODUCTS)
def own() -> ResponseReturnValue:
    """Show what the cooperative's own products lack for retail, the cheapest step first."""
    actor, session = require_actor(), reading()
    mine = organisation(session, actor.organisation_id)
    return _page(overview(session, mine.id, jakarta_day(now()), states=OWN), organisation=mine, is_own=True)


@blueprint.get("/binaan/<slug>/kesiapan")
@requires(SEE_READINESS)
def of_cooperative(slug: str) -> ResponseReturnValue:
    """Show the same of a cooperative to who accompanies it: its products on sale, and no buttons."""
    session = reading()
    theirs = active_cooperative(session, slug)
    found = overview(session, theirs.id, jakarta_day(now()), states=SHOWN_TO_OFFICES)
    return _page(found, organisation=theirs, is_own=False)


def _page(found: Overview, **shown: Any) -> str:
    words, number = asked_words(), page_number()
    rows = narrowed(found, words)
    page = Page(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(rows))
    return render_template("catalog/readiness/show.html", found=found, page=page, words=words, **shown)
