"""Orders as both parties see them: the list of one's own side, and one order."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.web.database import reading
from marketplace.web.pages import page_number
from orders import queries
from orders.lifecycle import OrderParty
from orders.permissions import SEE_ORDERS
from orders.views.order_page import order_page

blueprint = Blueprint("ordering", __name__)


@blueprint.get("/pesanan")
@requires(SEE_ORDERS)
def index() -> ResponseReturnValue:
    """List the orders that the organisation placed, or those that were placed with it."""
    actor, session, at = require_actor(), reading(), now()
    party = OrderParty.SELLER if actor.is_seller else OrderParty.BUYER
    state, words = request.args.get("state", ""), request.args.get("q", "")[:100]
    listed = queries.sold if actor.is_seller else queries.bought
    waiting = queries.selling_count if actor.is_seller else queries.buying_count
    counts = queries.counts(session, actor, party)
    page = listed(session, actor, page_number(), state, words)
    turns = {order.id: queries.who_acts(order) for order in page.items}
    return render_template(
        "orders/index.html",
        page=page,
        party=party,
        state=state if state in {queries.MY_TURN, *counts} else "",
        words=words,
        counts=counts,
        total=sum(counts.values()),
        waiting=waiting(session, actor),
        turns=turns,
        late={order_id for order_id, turn in turns.items() if turn.is_late(at)},
        my_turn=queries.MY_TURN,
    )


@blueprint.get("/pesanan/<number>")
@requires(SEE_ORDERS)
def show(number: str) -> ResponseReturnValue:
    """Show one order to one of its two parties."""
    return order_page(number)
