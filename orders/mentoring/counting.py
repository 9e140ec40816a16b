"""Counting the figures of one person's month: only the days on which a cooperative was that person's count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from catalog.lifecycle import ProductState
from catalog.models import Product
from certification.models import Certificate, Decision, Verdict
from marketplace.core.clock import jakarta_day
from marketplace.core.months import Month
from orders.lifecycle import CLOSED
from orders.lists import midnight
from orders.mentoring.models import Assignment, Attendance, Step, Training, Visit
from orders.mentoring.reckoning import Figures, added
from orders.mentoring.report_log import made_by
from orders.mentoring.words import StepState
from orders.models import Order, OrderLine, Receipt, ReceiptLine

Row = tuple[int, date | datetime, int]
"""Cooperative, when, and how much."""


@dataclass(frozen=True)
class Span:
    """The days of a month on which a cooperative was somebody's, both within it."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A month in figures: of each cooperative (id, name, figures), and in all."""

    cooperatives: tuple[tuple[int, str, Figures], ...]

    @property
    def total(self) -> Figures:
        """All of them together."""
        return added(figures for _id, _name, figures in self.cooperatives)


def spans_of(session: Session, office_id: int, assistant_id: int, month: Month) -> dict[int, Span]:
    """Return which cooperatives somebody accompanied in a month, and on which of its days."""
    wanted = select(Assignment).where(
        Assignment.office_id == office_id,
        Assignment.assistant_id == assistant_id,
        Assignment.starts_on <= month.last,
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= month.first),
    )
    found: dict[int, Span] = {}
    for row in session.scalars(wanted.options(joinedload(Assignment.cooperative)).order_by(Assignment.starts_on)):
        first, last = max(row.starts_on, month.first), min(row.ends_on or month.last, month.last)
        before = found.get(row.cooperative_id)
        found[row.cooperative_id] = Span(row.cooperative.name, before.first if before else first, last)
    return found


def count(session: Session, office_id: int, assistant_id: int, month: Month, *, now: datetime) -> Counted:
    """Count one person's month as it stands now, in a fixed number of queries."""
    spans = spans_of(session, office_id, assistant_id, month)
    visits = _visits(session, office_id, assistant_id, month)
    for key, name, _day in visits:
        spans.setdefault(key, Span(name, month.first, month.last))
    parts = _parts(session, office_id, spans, month)
    visited = Counter(key for key, _name, _day in visits)
    agreed = _agreed(session, office_id, assistant_id, month)
    overdue = _overdue(session, office_id, spans, month, now)
    rows = [
        (
            key,
            span.name,
            Figures(
                accompanied=1,
                visits=visited[key],
                reached=min(visited[key], 1),
                steps_agreed=agreed[key],
                steps_overdue=overdue[key],
                **{name: part[key] for name, part in parts.items()},
            ),
        )
        for key, span in spans.items()
    ]
    return Counted(cooperatives=tuple(sorted(rows, key=lambda row: row[1].lower())))


def _parts(session: Session, office_id: int, spans: Mapping[int, Span], month: Month) -> dict[str, Counter[int]]:
    """Return the figures that are counted by the day on which something happened."""
    steps = select(Step.cooperative_id, Step.closed_at, Step.id).where(
        Step.office_id == office_id, Step.state == StepState.DONE, *_within(Step.closed_at, month)
    )
    papers = (
        select(Certificate.cooperative_id, Decision.decided_at, Certificate.id)
        .join(Decision, Decision.certificate_id == Certificate.id)
        .where(Decision.verdict == Verdict.VERIFIED, *_within(Decision.decided_at, month))
    )
    products = select(Product.cooperative_id, Product.published_at, Product.id).where(
        Product.state == ProductState.PUBLISHED, *_within(Product.published_at, month)
    )
    trainings = (
        select(Attendance.cooperative_id, Training.day, Attendance.people)
        .join(Training, Training.id == Attendance.training_id)
        .where(Training.office_id == office_id, Training.day >= month.first, Training.day <= month.last)
    )
    orders = select(Order.seller_id, Order.placed_at, Order.goods_total).where(
        Order.state.not_in(CLOSED), *_within(Order.placed_at, month)
    )
    received = (
        select(Order.seller_id, Receipt.received_at, ReceiptLine.quantity * OrderLine.unit_price)
        .join(Receipt, Receipt.order_id == Order.id)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(OrderLine, OrderLine.id == ReceiptLine.order_line_id)
        .where(*_within(Receipt.received_at, month))
    )
    keys = list(spans)

    def rows(statement: object, column: InstrumentedAttribute[int]) -> list[Row]:
        found = session.execute(statement.where(column.in_(keys)))  # type: ignore[attr-defined]
        return [(key, when, number) for key, when, number in found if _holds(spans[key], when)]

    attended = rows(trainings, Attendance.cooperative_id)
    placed = rows(orders, Order.seller_id)
    return {
        "steps_done": _times(rows(steps, Step.cooperative_id)),
        "papers": _times(rows(papers, Certificate.cooperative_id)),
        "products": _times(rows(products, Product.cooperative_id)),
        "trainings": _times(attended),
        "trained": _sums(attended),
        "orders": _times(placed),
        "committed": _sums(placed),
        "realised": _sums(rows(received, Order.seller_id)),
    }


def _visits(session: Session, office_id: int, assistant_id: int, month: Month) -> list[tuple[int, str, date]]:
    wanted = made_by(office_id, assistant_id, month)
    rows = session.scalars(wanted.options(joinedload(Visit.cooperative)))
    return [(row.cooperative_id, row.cooperative.name, row.day) for row in rows]


def _agreed(session: Session, office_id: int, assistant_id: int, month: Month) -> Counter[int]:
    wanted = (
        select(Step.cooperative_id)
        .join(Visit, Visit.id == Step.visit_id)
        .where(
            Visit.office_id == office_id,
            Visit.author_id == assistant_id,
            Visit.day >= month.first,
            Visit.day <= month.last,
            Step.state != StepState.DROPPED,
        )
    )
    return Counter(session.scalars(wanted))


def _overdue(session: Session, office_id: int, spans: Mapping[int, Span], month: Month, now: datetime) -> Counter[int]:
    """Count the steps whose day was over at the end of the month (or is today) and that were not closed by then."""
    end = min(month.last, jakarta_day(now))
    still = [key for key, span in spans.items() if span.last >= end]
    wanted = select(Step.cooperative_id).where(
        Step.office_id == office_id,
        Step.cooperative_id.in_(still),
        Step.due_on < end,
        or_(Step.closed_at.is_(None), Step.closed_at >= midnight(date.fromordinal(end.toordinal() + 1))),
    )
    return Counter(session.scalars(wanted))


def _within(
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], month: Month
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column >= midnight(month.first), column < midnight(month.next.first)


def _holds(span: Span, when: date | datetime) -> bool:
    day = jakarta_day(when) if isinstance(when, datetime) else when
    return span.first <= day <= span.last


def _times(rows: Iterable[Row]) -> Counter[int]:
    return Counter(key for key, _when, _number in rows)


def _sums(rows: Iterable[Row]) -> Counter[int]:
    found: dict[int, int] = defaultdict(int)
    for key, _when, number in rows:
        found[key] += number
    return Counter(found)
