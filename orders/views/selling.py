"""The cooperative's front page: what to do next, and a few figures."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from catalog.queries import own_counts
from marketplace.accounts import queries as accounts
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import JAKARTA, now
from marketplace.web.database import reading
from orders import queries
from orders.lifecycle import CLOSED, OrderParty, OrderState
from orders.permissions import FULFIL_ORDER
from orders.views.tasks import tasks_of

blueprint = Blueprint("selling", __name__)

ENDED = frozenset({*CLOSED, OrderState.RECEIVED})


@blueprint.get("/beranda")
@requires(FULFIL_ORDER)
def home() -> ResponseReturnValue:
    """Show what waits for the cooperative, the most urgent first."""
    session, actor, at = reading(), require_actor(), now()
    organisation = accounts.organisation(session, actor.organisation_id)
    month = at.astimezone(JAKARTA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    number, total = queries.sold_since(session, organisation.id, month)
    counts = queries.counts(session, actor, OrderParty.SELLER)
    return render_template(
        "orders/home.html",
        organisation=organisation,
        today=at,
        tasks=tasks_of(session, actor, organisation, now=at),
        waiting=queries.selling_count(session, actor),
        month_orders=number,
        month_total=total,
        running=sum(count for state, count in counts.items() if state not in ENDED),
        products=own_counts(session, actor),
    )
