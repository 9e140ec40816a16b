"""The API's calls that move an order: the same steps, by the same services, as the buttons of its page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from flask import Blueprint
from spectree import Response
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.text import _l
from marketplace.web.api import BEARER, PREFIX, Problem, WriteHeaders, spec
from marketplace.web.api_writing import Written, write
from marketplace.web.database import reading
from orders import fulfilment, queries, services
from orders.api_detail import order_out
from orders.api_naming import line_names, naming
from orders.api_order import OrderOut
from orders.api_schemas import CancelIn, PartIn, QuoteIn, ReceiveIn, RejectIn, ShipIn, StepIn
from orders.fulfilment import ShipmentDraft
from orders.models import Order
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER, SEE_ORDERS
from orders.services import QuoteDraft
from orders.shipping import ShippingMethod

blueprint = Blueprint("order_actions_api", __name__, url_prefix=f"{PREFIX}/orders/<number>/actions")

STEP: dict[str, Any] = {
    "headers": WriteHeaders,
    "resp": Response(HTTP_200=OrderOut, HTTP_403=Problem, HTTP_404=Problem, HTTP_409=Problem, HTTP_422=Problem),
    "security": BEARER,
    "tags": ("orders",),
}
"""What the document says of every step."""

Step = Callable[[Session, Order], object]


@blueprint.post("/confirm")
@requires(FULFIL_ORDER)
@spec.validate(**STEP)
def confirm(number: str, json: StepIn) -> Written:
    """Seller: promise the goods; the invoice is made."""
    return _take(
        number, lambda session, order: services.confirm(session, require_actor(), order, **_seen(json), now=now())
    )


@blueprint.post("/accept_shipping")
@requires(FOLLOW_ORDER)
@spec.validate(**STEP)
def accept_shipping(number: str, json: StepIn) -> Written:
    """Buyer: agree to what shipping costs; the order can be paid."""
    return _take(
        number,
        lambda session, order: services.accept_shipping(session, require_actor(), order, **_seen(json), now=now()),
    )


@blueprint.post("/reject")
@requires(FULFIL_ORDER)
@spec.validate(**STEP)
def reject(number: str, json: RejectIn) -> Written:
    """Seller: decline the order."""
    return _take(
        number,
        lambda session, order: services.reject(session, require_actor(), order, json.reason, **_seen(json), now=now()),
    )


@blueprint.post("/cancel")
@requires(SEE_ORDERS)
@spec.validate(**STEP)
def cancel(number: str, json: CancelIn) -> Written:
    """Buyer until it is confirmed, seller afterwards: end the order before anything was shipped."""
    return _take(
        number,
        lambda session, order: services.cancel(session, require_actor(), order, json.reason, **_seen(json), now=now()),
    )


@blueprint.post("/quote_shipping")
@requires(FULFIL_ORDER)
@spec.validate(**STEP)
def quote_shipping(number: str, json: QuoteIn) -> Written:
    """Seller: say what shipping costs where no rate reaches the place."""
    draft = QuoteDraft(method=json.method, cost=json.cost, note=json.note)
    return _take(
        number,
        lambda session, order: services.quote_shipping(
            session, require_actor(), order, draft, **_seen(json), now=now()
        ),
    )


@blueprint.post("/ship")
@requires(FULFIL_ORDER)
@spec.validate(**STEP)
def ship(number: str, json: ShipIn) -> Written:
    """Seller: send goods, all that is left or a part; the delivery note is made."""

    def step(session: Session, order: Order) -> None:
        draft = ShipmentDraft(
            method=json.method or order.shipping_method or ShippingMethod.COURIER,
            carrier=json.carrier,
            tracking=json.tracking,
            lines=_amounts(order, json.lines),
        )
        with naming(_names(order, json.lines)):
            fulfilment.ship(session, require_actor(), order, draft, **_seen(json), now=now())

    return _take(number, step)


@blueprint.post("/receive")
@requires(FOLLOW_ORDER)
@spec.validate(**STEP)
def receive(number: str, json: ReceiveIn) -> Written:
    """Buyer: say what has arrived; with the last of it the order is done."""

    def step(session: Session, order: Order) -> None:
        lines = _amounts(order, json.lines)
        with naming(_names(order, json.lines)):
            fulfilment.receive(session, require_actor(), order, lines, json.note, **_seen(json), now=now())

    return _take(number, step)


@blueprint.post("/<action>")
@requires(SEE_ORDERS)
def unknown(number: str, action: str) -> NoReturn:
    """Answer 404 for an action that does not exist, of an order that may."""
    queries.order_of(reading(), require_actor(), number)
    raise NotFound("no_action", _l("Orders have no action “%(action)s”.", action=action[:40]))


def _take(number: str, step: Step) -> Written:
    """Take a step and answer the order as it stands then."""

    def act(session: Session) -> tuple[int, OrderOut]:
        actor = require_actor()
        step(session, queries.order_of(session, actor, number))
        session.expire_all()
        return 200, order_out(session, actor, queries.order_of(session, actor, number))

    return write(act)


def _seen(sent: StepIn) -> Mapping[str, int | None]:
    return {"version": sent.version}


def _amounts(order: Order, parts: Sequence[PartIn]) -> dict[int, int]:
    """Return line id to quantity; raise ``Invalid`` on a line that is not there or is named twice."""
    ids = {line.position: line.id for line in order.lines}
    errors = {
        f"lines.{place}.line": _l("The order has no such line, or it is named twice.")
        for place, part in enumerate(parts)
        if part.line not in ids or part.line in [other.line for other in parts[:place]]
    }
    if errors:
        raise Invalid("invalid", errors=errors)
    return {ids[part.line]: part.quantity for part in parts}


def _names(order: Order, parts: Sequence[PartIn]) -> dict[str, str]:
    return line_names(order, {part.line: place for place, part in enumerate(parts)})
