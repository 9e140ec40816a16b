"""Writing the business plan: each saving is a new version, made of the one that was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.editing import checked_text
from catalog.models import Product
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.money import MAX_RUPIAH, Rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders.mentoring import events, plan_queries
from orders.mentoring.permissions import TAKE_PART
from orders.mentoring.plan_models import PlanNeed, PlanTarget, PlanVersion
from orders.mentoring.words import NeedKind

MAX_SUMMARY, MAX_NEED, MAX_NEEDS = 3_000, 200, 30
MAX_QUANTITY = 100_000_000
BACK, AHEAD = 1, 2
"""Years before and after this one for which a plan may be written."""


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """The target of one product: base units by quarter. Without rupiah the price of today counts."""

    product_id: int
    quarters: tuple[int, int, int, int]
    rupiah: Rupiah | None = None


@dataclass(frozen=True, kw_only=True)
class NeedDraft:
    """One thing that the plan needs; an empty text is none."""

    kind: str
    text: str
    rupiah: Rupiah | None = None
    is_met: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """A whole plan as it stands on the form. ``seen``: number of the version that it was made of, 0 for none."""

    summary: str
    targets: Sequence[TargetDraft]
    needs: Sequence[NeedDraft]
    seen: int = 0


def is_writable(year: int, now: datetime) -> bool:
    """Tell whether a plan for a year may be written now."""
    this = jakarta_day(now).year
    return this - BACK <= year <= this + AHEAD


def write(
    session: Session, actor: Actor, cooperative: Organisation, year: int, draft: PlanDraft, *, now: datetime
) -> PlanVersion:
    """Keep a new version of a cooperative's plan (``sight.cooperative``); the same content again is the same version.

    Raises ``Conflict`` where somebody saved another version in the meantime, ``Invalid`` for what cannot be.
    """
    actor.check(TAKE_PART)
    if not is_writable(year, now):
        raise Conflict("wrong_year", _l("A plan can be written for last year, this year and the two to come."))
    accounts.locked_organisation(session, cooperative.id)  # two who save at once: the second is told
    current = plan_queries.current(session, cooperative.id, year)
    values = _checked(session, cooperative, draft)
    if current is not None and _content(current) == values:
        return current
    if draft.seen != (current.number if current is not None else 0):
        raise Conflict("stale", _l("Somebody has saved another version in the meantime. Compare and save again."))
    version = PlanVersion(
        cooperative_id=cooperative.id,
        year=year,
        number=draft.seen + 1,
        summary=values[0],
        written_at=now,
        written_by_id=actor.user_id,
        written_for_id=actor.organisation_id,
        targets=[PlanTarget(product_id=row[0], quarters=list(row[1]), rupiah=row[2]) for row in values[1]],
        needs=[PlanNeed(kind=row[0], text=row[1], rupiah=row[2], is_met=row[3]) for row in values[2]],
    )
    session.add(version)
    session.flush()
    ids = {"cooperative": cooperative.id, "year": year, "number": version.number}
    trail.record(session, actor, events.PLAN_WRITTEN, "business_plan", version.id, now=now, **ids)
    return version


Content = tuple[str, list[tuple[int, tuple[int, ...], Rupiah]], list[tuple[str, str, Rupiah | None, bool]]]


def _content(plan: PlanVersion) -> Content:
    targets = [(row.product_id, tuple(row.quarters), row.rupiah) for row in plan.targets]
    return plan.summary, targets, [(row.kind, row.text, row.rupiah, row.is_met) for row in plan.needs]


def _checked(session: Session, cooperative: Organisation, draft: PlanDraft) -> Content:
    own = select(Product).where(Product.cooperative_id == cooperative.id)
    products = {product.id: product for product in session.scalars(own)}
    targets = [
        _target(place, row, products) for place, row in enumerate(draft.targets) if any(row.quarters) or row.rupiah
    ]
    needs = [_need(place, row) for place, row in enumerate(draft.needs) if row.text.strip()]
    if len(needs) > MAX_NEEDS:
        raise Invalid("too_many_needs", _l("At most %(most)s needs.", most=MAX_NEEDS))
    summary = checked_text("summary", draft.summary, MAX_SUMMARY)
    if not (targets or needs or summary):
        raise Invalid("empty_plan", _l("Write at least one target, one need or a few words."))
    return summary, targets, needs


def _target(place: int, row: TargetDraft, products: dict[int, Product]) -> tuple[int, tuple[int, ...], Rupiah]:
    product = products.get(row.product_id)
    if product is None:
        raise Invalid("not_your_product", _l("Choose products of this cooperative."))
    if not all(0 <= quantity <= MAX_QUANTITY for quantity in row.quarters):
        raise Invalid.field(
            f"targets-{place}-q1", _l("Write a whole number from %(low)s to %(high)s.", low=0, high=MAX_QUANTITY)
        )
    rupiah = sum(row.quarters) * product.price if row.rupiah is None else row.rupiah
    if not 0 <= rupiah <= 100 * MAX_RUPIAH:
        raise Invalid.field(f"targets-{place}-rupiah", _l("This amount is too large."))
    return product.id, row.quarters, rupiah


def _need(place: int, row: NeedDraft) -> tuple[str, str, Rupiah | None, bool]:
    if row.kind not in set(NeedKind):
        raise Invalid.field(f"needs-{place}-kind", _l("Choose what kind of need it is."))
    if row.rupiah is not None and not 0 <= row.rupiah <= 100 * MAX_RUPIAH:
        raise Invalid.field(f"needs-{place}-rupiah", _l("This amount is too large."))
    text = checked_text(f"needs-{place}-text", " ".join(row.text.split()), MAX_NEED)
    return row.kind, text, row.rupiah, row.is_met
