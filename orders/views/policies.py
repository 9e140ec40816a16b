"""The policy that an order was checked against, for its two parties and nobody else."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.policies.checking import current
from catalog.policies.queries import version_on_order
from catalog.policies.words import lines
from catalog.policies.writing import policy_in
from marketplace.accounts.access import require_actor, requires
from marketplace.web.database import reading
from orders import policing, queries
from orders.lifecycle import OrderParty
from orders.opening import party_of
from orders.permissions import SEE_ORDERS

blueprint = Blueprint("order_policy", __name__)


@blueprint.get("/pesanan/<number>/kebijakan")
@requires(SEE_ORDERS)
def show(number: str) -> ResponseReturnValue:
    """Show that version; people and notes of the buyer are the buyer's own to read."""
    session, actor = reading(), require_actor()
    order = queries.order_of(session, actor, number)
    found = version_on_order(session, order.buyer_id, policing.version_on(order))
    return render_template(
        "catalog/policies/version.html",
        version=found,
        lines=list(lines(policy_in(found.rules, found.number))),
        back=url_for("ordering.show", number=order.number),
        in_force=found.number == current(session, order.buyer_id).version,
        show_person=party_of(actor, order) == OrderParty.BUYER,
    )
