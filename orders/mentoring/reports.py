"""Monthly reports: counted from the log while they are open, frozen when they are handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.editing import checked_text
from marketplace.accounts import queries as accounts
from marketplace.accounts import scope
from marketplace.accounts.models import User
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.months import Month, month_of
from marketplace.core.roles import Actor, Role
from marketplace.core.text import _l
from marketplace.events import trail
from orders.mentoring import events
from orders.mentoring.counting import Counted, count
from orders.mentoring.models import FurtherNote, Report, Visit
from orders.mentoring.permissions import ACCOMPANY, LEAD_MENTORING
from orders.mentoring.reckoning import Figures, differences, kept, read_kept
from orders.mentoring.report_log import LogRow, kept_row, log_of, made_by, read_row

MAX_SUMMARY = 4_000


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A report to be shown: open and counted now, or as it was handed in."""

    person: User
    month: Month
    submitted_at: datetime | None
    summary: str
    counted: Counted
    log: tuple[LogRow, ...]
    changes: dict[str, tuple[int, int]]
    """Figures that would be others today: then, and now. Empty while the report is open."""
    later: tuple[Visit, ...]
    """Visits of the month that were logged, changed or noted upon after it was handed in."""


def paper_of(session: Session, actor: Actor, assistant_id: int, month: Month, *, now: datetime) -> Paper:
    """Return a report of the actor's own, or for an official of anybody in the office; raise ``NotFound``."""
    person = _author(session, actor, assistant_id)
    if month > month_of(jakarta_day(now)):
        raise NotFound()
    office = actor.organisation_id or 0
    report = _stored(session, actor, person.id, month)
    live = count(session, office, person.id, month, now=now)
    if report is None:
        rows = log_of(session, office, person.id, month)
        return Paper(
            person=person, month=month, submitted_at=None, summary="", counted=live, log=rows, changes={}, later=()
        )
    frozen = _read(report)
    return Paper(
        person=person,
        month=month,
        submitted_at=report.submitted_at,
        summary=report.summary,
        counted=frozen,
        log=tuple(read_row(row) for row in report.log),
        changes=differences(frozen.total, live.total),
        later=_later(session, report, month),
    )


def can_submit(month: Month, now: datetime) -> bool:
    """Tell whether a month is far enough: its report is handed in from its last day on."""
    return jakarta_day(now) >= month.last


def submit(session: Session, actor: Actor, month: Month, summary: str, *, now: datetime) -> Report:
    """Hand in the actor's own report: its figures and its log are frozen. A second click is the same report."""
    actor.check(ACCOMPANY)
    words = checked_text("summary", summary, MAX_SUMMARY)
    if not can_submit(month, now):
        raise Conflict("too_early", _l("A report is handed in from the last day of its month on."))
    accounts.locked_organisation(session, actor.organisation_id)
    report = _stored(session, actor, actor.user_id, month)
    if report is not None:
        return report
    office = actor.organisation_id or 0
    counted = count(session, office, actor.user_id, month, now=now)
    report = Report(
        office_id=office,
        assistant_id=actor.user_id,
        month=month.first,
        summary=words,
        figures=kept(counted.total),
        cooperatives=[{"id": key, "name": name, **kept(figures)} for key, name, figures in counted.cooperatives],
        log=[kept_row(row) for row in log_of(session, office, actor.user_id, month)],
        submitted_at=now,
    )
    session.add(report)
    session.flush()
    trail.record(session, actor, events.REPORT_SUBMITTED, "mentoring_report", report.id, now=now, month=str(month))
    return report


def of_month(session: Session, actor: Actor, month: Month) -> list[tuple[User, Report | None]]:
    """Return the people of whom a report is expected, with what they handed in; an assistant sees the own one only."""
    actor.check(ACCOMPANY)
    mine = scope.rows(actor, Report).where(Report.month == month.first).options(joinedload(Report.assistant))
    found = {row.assistant_id: row for row in session.scalars(mine)}
    if not actor.can(LEAD_MENTORING):
        return [(accounts.person(session, actor.user_id), found.get(actor.user_id))]
    expected = accounts.members(session, actor.organisation_id or 0, frozenset({Role.ASSISTANT}))
    people = {person.id: person for person in (*expected, *(row.assistant for row in found.values()))}
    return sorted(
        ((person, found.get(person.id)) for person in people.values()), key=lambda row: (row[0].name.lower(), row[0].id)
    )


def merged(session: Session, actor: Actor, month: Month) -> list[tuple[User, Report | None]]:
    """Return all reports of the office for a month, for an official."""
    actor.check(LEAD_MENTORING)
    return of_month(session, actor, month)


def handed_in(session: Session, actor: Actor, months: Sequence[Month]) -> dict[Month, int]:
    """Return how many reports were handed in for each month: of the office for an official, else one's own."""
    wanted = scope.rows(actor, Report).where(Report.month.in_([month.first for month in months]))
    if not actor.can(LEAD_MENTORING):
        wanted = wanted.where(Report.assistant_id == actor.user_id)
    rows = session.execute(wanted.with_only_columns(Report.month, func.count()).group_by(Report.month))
    return {Month(first): int(number) for first, number in rows}


def figures_of(report: Report) -> Figures:
    """Return the figures of a report that was handed in."""
    return read_kept(report.figures)


def _author(session: Session, actor: Actor, assistant_id: int) -> User:
    actor.check(ACCOMPANY)
    if assistant_id == actor.user_id:
        return accounts.person(session, assistant_id)
    if actor.can(LEAD_MENTORING):
        colleagues = accounts.members(session, actor.organisation_id or 0)
        wrote = scope.rows(actor, Report).where(Report.assistant_id == assistant_id).limit(1)
        if assistant_id in {person.id for person in colleagues} or session.scalar(wrote) is not None:
            return accounts.person(session, assistant_id)
    raise NotFound()


def _stored(session: Session, actor: Actor, assistant_id: int, month: Month) -> Report | None:
    wanted = scope.rows(actor, Report).where(Report.assistant_id == assistant_id, Report.month == month.first)
    found: Report | None = session.scalar(wanted)
    return found


def _later(session: Session, report: Report, month: Month) -> tuple[Visit, ...]:
    noted = select(FurtherNote.visit_id).where(FurtherNote.at > report.submitted_at)
    wanted = made_by(report.office_id, report.assistant_id, month).where(
        or_(Visit.changed_at > report.submitted_at, Visit.id.in_(noted))
    )
    return tuple(session.scalars(wanted.options(joinedload(Visit.cooperative)).order_by(Visit.day, Visit.id)))


def _read(report: Report) -> Counted:
    return Counted(cooperatives=tuple((row["id"], row["name"], read_kept(row)) for row in report.cooperatives))
