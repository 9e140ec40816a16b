"""Lines held against the buyer's policy: in the cart and on ordering, when goods leave, and when they arrive.

Only ordering can be refused. Goods on their way are warned of, and what has arrived is always received and invoiced
(reference/peers.md 7): the findings stand on the shipment and on the receipt for both parties to see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.policies import writing
from catalog.policies.checking import current, findings_on, version_of
from catalog.policies.rules import Finding, Level
from catalog.policies.words import say
from catalog.queries import products_by_ids
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders import promise
from orders.basket import Group, Item, Problem
from orders.models import Order, OrderLine
from orders.preview import Part, Preview, preview
from orders.shipping import ShippingMethod
from orders.texts import clean

CODE = "policy"
"""Of every refusal because of a policy (CONTRACT.md, errors of the API)."""
LEAST_REASON, MOST_REASON = 5, 300
"""Letters of a reason."""
MISSING_PAPERS = "papers_missing"
LAW = "law-"

Found = dict[int, tuple[Finding, ...]]


def reason_field(product_id: int, code: str) -> str:
    """Return the name under which the reason for one finding of one product is sent."""
    return f"reason_{product_id}_{code}"


def refused_field(product_id: int) -> str:
    """Return the name under which the refusal of a product stands."""
    return f"product_{product_id}"


def reviewed(
    session: Session, actor: Actor, *, region: str, shipping: Mapping[int, str] | None = None, now: datetime
) -> Preview:
    """Return what ordering the cart would come to, with its promised days and what was found of each line."""
    shown = preview(session, actor, region=region, shipping=shipping, now=now)
    return checked(session, actor.organisation_id, shown, region=region, now=now)


def checked(session: Session, buyer_id: int | None, shown: Preview, *, region: str, now: datetime) -> Preview:
    """Return what a checkout would come to with the promised day of each part and what was found of each line.

    A fixed number of queries. What blocks becomes a problem of its line.
    """
    if buyer_id is None or not shown.parts:
        return shown
    policy, day = current(session, buyer_id), jakarta_day(now)
    parts = [replace(part, delivery_by=_promised(part, day, region)) for part in shown.parts]
    days = {item.product.id: part.delivery_by or day for part in parts for item in part.group.lines}
    products = [item.product for part in parts for item in part.group.lines]
    found = findings_on(session, policy, products, days)
    return Preview(tuple(_of_part(part, found, policy.version) for part in parts))


def agreed(shown: Preview, reasons: Mapping[str, str]) -> Preview:
    """Return a checked preview with the buyer's reasons on its lines.

    ``reasons``: by ``reason_field``. Raises ``Conflict("policy")`` on ``product_<id>`` for what the policy blocks,
    ``Invalid("policy")`` on the field of each reason that is asked and not given.
    """
    items = [item for part in shown.parts for item in part.group.lines]
    blocked = {
        refused_field(item.product.id): _l("%(product)s: %(why)s", product=item.product.name, why=say(finding))
        for item in items
        for finding in item.findings
        if finding.level == Level.BLOCK
    }
    if blocked:
        raise Conflict(CODE, _l("The policy of your organisation does not allow this order."), errors=blocked)
    unreasoned = _unreasoned(items, reasons)
    if unreasoned:
        raise Invalid(CODE, _l("Your policy asks for a reason."), errors=unreasoned)
    return Preview(tuple(_map_lines(part, lambda item: _with_reasons(item, reasons)) for part in shown.parts))


def reasons_asked(shown: Preview) -> list[str]:
    """Return the name of the field of each reason that the buyer's policy asks."""
    return [name for part in shown.parts for item in part.group.lines for name, _row in _asks(item)]


def leaving(session: Session, order: Order, method: str, *, now: datetime) -> Found:
    """Return by position what is found of each line if it leaves now, on the day on which it would arrive."""
    way = ShippingMethod(method) if method in set(ShippingMethod) else None
    arrives = promise.arrival(jakarta_day(now), way, order.seller.region_code, order.ship_to_region)
    return _of_order(session, order, arrives)


def arriving(session: Session, order: Order, *, now: datetime) -> Found:
    """Return by position what is found of each line that arrives now."""
    return _of_order(session, order, jakarta_day(now))


def kept(found: Found, lines: Iterable[OrderLine]) -> dict[str, Any]:
    """Return what was found of some lines as it is kept on a shipment or a receipt."""
    positions = {line.position for line in lines}
    return {str(place): writing.findings_out(rows) for place, rows in found.items() if rows and place in positions}


def version_on(order: Order) -> int:
    """Return the version of the buyer's policy that an order was checked against; 0 for the law alone."""
    return max((line.policy_version for line in order.lines), default=0)


def _of_order(session: Session, order: Order, day: date) -> Found:
    policy = version_of(session, order.buyer_id, version_on(order))
    products = products_by_ids(session, {line.product_id for line in order.lines})
    found = findings_on(session, policy, list(products.values()), dict.fromkeys(products, day))
    return {line.position: found.get(line.product_id, ()) for line in order.lines}


def _promised(part: Part, day: date, region: str) -> date:
    leads = [None if item.from_stock else item.product.lead_time_days for item in part.group.lines]
    method = part.option.method if part.option is not None else None
    return promise.delivery_by(day, leads, method, part.group.seller.region_code, region)


def _of_part(part: Part, found: Found, version: int) -> Part:
    def with_findings(item: Item) -> Item:
        rows = _told(item, found.get(item.product.id, ()))
        blocks = tuple(Problem(CODE, say(row)) for row in rows if row.level == Level.BLOCK)
        return replace(item, findings=rows, policy_version=version, problems=(*item.problems, *blocks))

    return _map_lines(part, with_findings)


def _told(item: Item, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave the law out where the line is refused already because a paper is missing today."""
    if all(problem.code != MISSING_PAPERS for problem in item.problems):
        return found
    return tuple(row for row in found if not row.code.startswith(LAW))


def _map_lines(part: Part, change: Callable[[Item], Item]) -> Part:
    group: Group = replace(part.group, lines=tuple(change(item) for item in part.group.lines))
    return replace(part, group=group)


def _asks(item: Item) -> list[tuple[str, Finding]]:
    return [(reason_field(item.product.id, row.code), row) for row in item.findings if row.level == Level.REASON]


def _unreasoned(items: Iterable[Item], reasons: Mapping[str, str]) -> dict[str, Any]:
    words = _l(
        "Write why it is ordered all the same: %(least)s to %(most)s letters.", least=LEAST_REASON, most=MOST_REASON
    )
    return {
        name: words
        for item in items
        for name, _row in _asks(item)
        if not LEAST_REASON <= len(clean(reasons.get(name, ""))) <= MOST_REASON
    }


def _with_reasons(item: Item, reasons: Mapping[str, str]) -> Item:
    return replace(item, reasons={row.code: clean(reasons[name]) for name, row in _asks(item)})
