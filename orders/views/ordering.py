"""Orders as both parties see them: the list of one's own side, the same as a spreadsheet, and one order."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.adapters.workbooks import CSV, XLSX, Table, csv_of, xlsx_of
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import NotFound
from marketplace.limits.rules import EXPORT
from marketplace.web.database import reading
from marketplace.web.limiting import limited
from marketplace.web.pages import attachment, page_number
from orders import lists, queries
from orders.exporting import table_of
from orders.lifecycle import OrderParty
from orders.lists import OrderFilter, read_filter
from orders.payments.lifecycle import PaymentState
from orders.permissions import SEE_ORDERS
from orders.views.order_page import order_page
from orders.words import SORTS

blueprint = Blueprint("ordering", __name__)

WRITERS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "xlsx": (XLSX, lambda table: xlsx_of([table])),
    "csv": (CSV, csv_of),
}


@blueprint.get("/pesanan")
@requires(SEE_ORDERS)
def index() -> ResponseReturnValue:
    """List the orders that the organisation placed, or those that were placed with it."""
    actor, session, at, asked = require_actor(), reading(), now(), read_filter(request.args)
    party = lists.party_for(actor)
    waiting = queries.selling_count if party == OrderParty.SELLER else queries.buying_count
    counts = queries.counts(session, actor, party)
    page = lists.found(session, actor, asked, page_number())
    turns = {order.id: queries.who_acts(order) for order in page.items}
    return render_template(
        "orders/index.html",
        page=page,
        party=party,
        asked=asked,
        state=asked.state if asked.state in {queries.MY_TURN, *counts} else "",
        address=_address(asked),
        counts=counts,
        payments=list(PaymentState),
        sorts=SORTS,
        total=sum(counts.values()),
        waiting=waiting(session, actor),
        turns=turns,
        late={order_id for order_id, turn in turns.items() if turn.is_late(at)},
        my_turn=queries.MY_TURN,
        most=lists.MAX_EXPORT,
    )


@blueprint.get("/pesanan/unduh.<kind>")
@requires(SEE_ORDERS)
@limited(EXPORT, "GET")
def export(kind: str) -> ResponseReturnValue:
    """Give the same list, all pages of it, as a spreadsheet."""
    if kind not in WRITERS:
        raise NotFound()
    mimetype, write = WRITERS[kind]
    found = lists.all_found(reading(), require_actor(), read_filter(request.args))
    return attachment(write(table_of(found)), mimetype, f"pesanan-{jakarta_day(now()).isoformat()}.{kind}")


@blueprint.get("/pesanan/<number>")
@requires(SEE_ORDERS)
def show(number: str) -> ResponseReturnValue:
    """Show one order to one of its two parties."""
    return order_page(number)


def _address(asked: OrderFilter) -> dict[str, str]:
    """Return what is asked for as it stands in an address, for links to the same list."""
    days = {"since": asked.since, "until": asked.until}
    texts = {"q": asked.words, "state": asked.state, "payment": asked.payment, "sort": asked.sort}
    written = texts | {name: day.isoformat() for name, day in days.items() if day is not None}
    return {name: text for name, text in written.items() if text and text != lists.Sort.NEWEST}
