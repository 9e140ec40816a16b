"""How the lines of orders stand: which papers they lost before they arrived, and what the buyer said of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.queries import products_by_ids
from certification.models import Certificate
from marketplace.core.clock import jakarta_day
from orders.lifecycle import CLOSED, OrderState
from orders.models import Order, OrderLine
from orders.payments.lifecycle import PaymentState
from orders.touched.facts import Judged, known_of, policies_of
from orders.touched.losses import Losses, by_codes, may_have_lost
from orders.touched.models import TouchedDecision
from orders.touched.rules import DECIDED, FOLLOWS, Consequence, Lost, Stage, stage_of

ENDED = frozenset({*CLOSED, OrderState.RECEIVED})
"""Orders of which no goods are awaited any more."""


@dataclass(frozen=True, kw_only=True)
class Touched:
    """One order line whose product lost papers that the law or the buyer's policy asks for."""

    line: OrderLine
    lost: tuple[Lost, ...]
    stage: Stage
    decisions: tuple[TouchedDecision, ...] = ()
    """Of the buyer, for papers among ``lost`` as they stand now."""

    @property
    def is_decided(self) -> bool:
        """Whether the buyer wants it all the same, whatever of it is lost now."""
        return {row.certificate_id for row in self.decisions} >= {row.certificate_id for row in self.lost}

    @property
    def consequence(self) -> Consequence:
        """What follows now."""
        follows = FOLLOWS[self.stage]
        return Consequence.TELL if follows in DECIDED and self.is_decided else follows

    @property
    def is_held(self) -> bool:
        """Whether it waits for the buyer's word: it may not be shipped."""
        return self.consequence in DECIDED


def touched_of(session: Session, orders: Sequence[Order], *, now: datetime) -> dict[int, Touched]:
    """Return by id of the line what is touched of orders; one query where no paper is lost, else a fixed number.

    ``orders``: with their lines. What has been received is left out: nothing follows for it.
    """
    lines = [line for order in orders if order.state not in ENDED for line in order.lines if _is_awaited(line)]
    return touched_lines(session, lines, now=now)


def touched_lines(session: Session, lines: Sequence[OrderLine], *, now: datetime) -> dict[int, Touched]:
    """Return the same of lines that are still awaited, of any orders."""
    day = jakarta_day(now)
    ids = {line.product_id for line in lines}
    codes = {code for line in lines for code in codes_of(line)}
    if not may_have_lost(session, ids, codes, day):
        return {}
    products, named = products_by_ids(session, ids), by_codes(session, codes)
    losses = Losses(session, products.values(), named.values(), day)
    policies = policies_of(session, {line.order.buyer_id for line in lines})
    judged = Judged(session, list(products.values()), day)
    found: dict[int, tuple[Lost, ...]] = {}
    for line in lines:
        policy = policies.of(line.order.buyer_id, line.policy_version)
        failing = judged.failing(line.product_id, policy, known_of(line.findings))
        lost = losses.of(products[line.product_id], _named(line, named)).values()
        if counting := tuple(row for row in lost if row.scheme in failing):
            found[line.id] = counting
    decisions = _decisions(session, found)
    return {line.id: _touched(line, found[line.id], decisions[line.id]) for line in lines if line.id in found}


def codes_of(line: OrderLine) -> frozenset[str]:
    """Return the codes of the certificates that a line was ordered with."""
    return frozenset(paper["code"] for paper in line.certificates if paper.get("code"))


def stage_of_line(line: OrderLine) -> Stage:
    """Return how far a line has come."""
    paid = line.order.payment_state != PaymentState.UNPAID
    return stage_of(quantity=line.quantity, shipped=line.shipped_quantity, received=line.received_quantity, paid=paid)


def _touched(line: OrderLine, lost: tuple[Lost, ...], decisions: Iterable[TouchedDecision]) -> Touched:
    now = {(row.certificate_id, str(row.status)) for row in lost}
    fitting = tuple(row for row in decisions if (row.certificate_id, row.status) in now)
    return Touched(line=line, lost=lost, stage=stage_of_line(line), decisions=fitting)


def _is_awaited(line: OrderLine) -> bool:
    return line.received_quantity < line.quantity


def _named(line: OrderLine, named: dict[str, Certificate]) -> list[Certificate]:
    return [named[code] for code in codes_of(line) if code in named]


def _decisions(session: Session, line_ids: Collection[int]) -> dict[int, list[TouchedDecision]]:
    wanted = select(TouchedDecision).where(TouchedDecision.order_line_id.in_(line_ids))
    found: dict[int, list[TouchedDecision]] = defaultdict(list)
    for row in session.scalars(wanted.options(joinedload(TouchedDecision.decided_by))) if line_ids else ():
        found[row.order_line_id].append(row)
    return found
