"""The accompanied cooperatives at a glance, who needs help first on top; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.lifecycle import ProductState
from catalog.models import Product
from marketplace.accounts.models import Organisation, User
from marketplace.core.clock import jakarta_day
from marketplace.core.months import month_of
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page
from orders.lifecycle import CLOSED, OrderState
from orders.lists import midnight
from orders.mentoring import papers, sight
from orders.mentoring.models import Assignment, Step, Visit
from orders.mentoring.urgency import LEGAL_PAPERS, Facts, Reason, days_since, reasons, urgency
from orders.mentoring.words import StepState
from orders.models import Order, OrderLine, Receipt, ReceiptLine

ENDED = (*CLOSED, OrderState.RECEIVED)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One cooperative of the overview."""

    cooperative: Organisation
    assistants: tuple[User, ...]
    facts: Facts
    reasons: tuple[Reason, ...]
    days: int | None
    """Since the last visit; None where there was none."""
    lacking: int = 0
    """Products on sale that lack a paper."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the overview is narrowed to. ``assistant_id`` 0: of everybody; ``UNASSIGNED``: without an assistant."""

    words: str = ""
    assistant_id: int = 0


UNASSIGNED = -1


def overview(session: Session, actor: Actor, asked: Asked, page: int, *, now: datetime) -> Page[Card]:
    """Return one page of cards, sorted by urgency, then by name."""
    today = jakarta_day(now)
    wanted = _narrowed(session, actor, asked, today)
    found = list(session.scalars(wanted.options(joinedload(Organisation.region)).order_by(Organisation.name)))
    facts = facts_of(session, actor, found, now=now)
    found.sort(key=lambda row: (-urgency(facts[row.id], today), row.name.lower(), row.id))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    keys = [row.id for row in shown]
    helpers, lacking = assistants_of(session, actor, keys, today), papers.lacking(session, keys, today)
    cards = [
        Card(
            cooperative=row,
            assistants=tuple(helpers.get(row.id, ())),
            facts=facts[row.id],
            reasons=reasons(facts[row.id], today),
            days=days_since(facts[row.id].last_visit, today),
            lacking=len(lacking.get(row.id, ())),
        )
        for row in shown
    ]
    return Page(cards, page, PER_PAGE, len(found))


def facts_of(
    session: Session, actor: Actor, cooperatives: Sequence[Organisation], *, now: datetime
) -> dict[int, Facts]:
    """Return what is known of each cooperative today, by id."""
    today, keys = jakarta_day(now), [row.id for row in cooperatives]
    last = _last_visits(session, actor, keys)
    steps = _steps(session, actor, keys, today)
    endings = papers.endings(session, keys, today)
    on_sale = _counted(
        session,
        select(Product.cooperative_id, func.count())
        .where(Product.cooperative_id.in_(keys), Product.state == ProductState.PUBLISHED)
        .group_by(Product.cooperative_id),
    )
    orders = _counted(
        session,
        select(Order.seller_id, func.count())
        .where(Order.seller_id.in_(keys), Order.state.not_in(ENDED))
        .group_by(Order.seller_id),
    )
    revenue = _counted(session, received(keys, month_of(today).first, today).group_by(Order.seller_id))
    return {
        row.id: Facts(
            last_visit=last.get(row.id),
            open_steps=steps.get(row.id, (0, 0))[0],
            overdue_steps=steps.get(row.id, (0, 0))[1],
            papers_ended=len(endings[row.id].ended) if row.id in endings else 0,
            papers_ending=len(endings[row.id].soon) if row.id in endings else 0,
            legal_missing=tuple(name for name in LEGAL_PAPERS if not getattr(row, name)),
            on_sale=on_sale.get(row.id, 0),
            open_orders=orders.get(row.id, 0),
            revenue=revenue.get(row.id, 0),
        )
        for row in cooperatives
    }


def received(keys: Collection[int], first: date, last: date) -> Select[int, int]:
    """Select cooperative and rupiah of the goods that buyers received in some days, without PPN and shipping."""
    return (
        select(Order.seller_id, func.sum(ReceiptLine.quantity * OrderLine.unit_price))
        .join(Receipt, Receipt.order_id == Order.id)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(OrderLine, OrderLine.id == ReceiptLine.order_line_id)
        .where(
            Order.seller_id.in_(keys),
            Receipt.received_at >= midnight(first),
            Receipt.received_at < midnight(date.fromordinal(last.toordinal() + 1)),
        )
    )


def assistants_of(session: Session, actor: Actor, keys: Collection[int], day: date) -> dict[int, list[User]]:
    """Return who of the office accompanies each cooperative on a day."""
    wanted = select(Assignment).where(
        Assignment.office_id == actor.organisation_id, Assignment.cooperative_id.in_(keys), sight.running(day)
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in session.scalars(wanted.options(joinedload(Assignment.assistant)).order_by(Assignment.id)):
        found[row.cooperative_id].append(row.assistant)
    return dict(found)


def _narrowed(session: Session, actor: Actor, asked: Asked, today: date) -> Select[Organisation]:
    wanted = sight.cooperatives(session, actor, day=today)
    if asked.words:
        fields = (Organisation.name, Organisation.code, Organisation.address)
        wanted = wanted.where(or_(*(field.icontains(asked.words, autoescape=True) for field in fields)))
    given = select(Assignment.cooperative_id).where(Assignment.office_id == actor.organisation_id, sight.running(today))
    if asked.assistant_id == UNASSIGNED:
        return wanted.where(Organisation.id.not_in(given))
    if asked.assistant_id:
        return wanted.where(Organisation.id.in_(given.where(Assignment.assistant_id == asked.assistant_id)))
    return wanted


def _last_visits(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, date]:
    wanted = select(Visit.cooperative_id, func.max(Visit.day)).where(
        Visit.office_id == actor.organisation_id, Visit.cooperative_id.in_(keys)
    )
    return {key: day for key, day in session.execute(wanted.group_by(Visit.cooperative_id))}  # noqa: C416


def _steps(session: Session, actor: Actor, keys: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    overdue = func.sum(case((Step.due_on < today, 1), else_=0))
    wanted = select(Step.cooperative_id, func.count(), overdue).where(
        Step.office_id == actor.organisation_id, Step.cooperative_id.in_(keys), Step.state == StepState.OPEN
    )
    rows = session.execute(wanted.group_by(Step.cooperative_id))
    return {key: (int(count), int(late or 0)) for key, count, late in rows}


def _counted(session: Session, wanted: Select[int, int]) -> dict[int, int]:
    return {key: int(number or 0) for key, number in session.execute(wanted)}
