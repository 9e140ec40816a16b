"""The visits of a month as a report shows and keeps them; their notes stay in the log."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.core.months import Month
from orders.mentoring.models import Visit


@dataclass(frozen=True, kw_only=True)
class LogRow:
    """One visit of a report."""

    visit_id: int
    day: date
    cooperative: str
    mode: str
    place: str
    topics: tuple[str, ...]
    people: int
    steps: tuple[tuple[str, str, date], ...]
    """Text, owner and day of each agreed step."""


def made_by(office_id: int, author_id: int, month: Month) -> Select[Visit]:
    """Select the visits that somebody made for an office in a month."""
    return select(Visit).where(
        Visit.office_id == office_id,
        Visit.author_id == author_id,
        Visit.day >= month.first,
        Visit.day <= month.last,
    )


def log_of(session: Session, office_id: int, author_id: int, month: Month) -> tuple[LogRow, ...]:
    """Return the visits of a month as they stand now, by day."""
    loads = (joinedload(Visit.cooperative), selectinload(Visit.steps))
    wanted = made_by(office_id, author_id, month).options(*loads).order_by(Visit.day, Visit.id)
    return tuple(_row(visit) for visit in session.scalars(wanted))


def _row(visit: Visit) -> LogRow:
    return LogRow(
        visit_id=visit.id,
        day=visit.day,
        cooperative=visit.cooperative.name,
        mode=visit.mode,
        place=visit.place,
        topics=tuple(visit.topics),
        people=visit.people,
        steps=tuple((step.text, step.owner, step.due_on) for step in visit.steps),
    )


def kept_row(row: LogRow) -> dict[str, Any]:
    """Return a row as a frozen report keeps it."""
    steps = [[text, owner, due_on.isoformat()] for text, owner, due_on in row.steps]
    return {**vars(row), "day": row.day.isoformat(), "topics": list(row.topics), "steps": steps}


def read_row(stored: dict[str, Any]) -> LogRow:
    """Return a row of a frozen report."""
    steps = tuple((text, owner, date.fromisoformat(due)) for text, owner, due in stored["steps"])
    days = {"day": date.fromisoformat(stored["day"]), "topics": tuple(stored["topics"]), "steps": steps}
    return LogRow(**{**stored, **days})
