"""Reading the audit trail: who did what to what, when, narrowed as an operator asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from marketplace.accounts.models import Organisation, User
from marketplace.core.clock import JAKARTA, read_day
from marketplace.core.numbers import whole
from marketplace.events.models import Event
from marketplace.web.pages import Page

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class TrailFilter:
    """What an operator looks for; empty parts do not narrow."""

    name: str = ""
    """A name or its beginning: ``order`` finds ``order.placed``."""
    who: str = ""
    """Part of a person's name or address, or of an organisation's name."""
    subject_kind: str = ""
    subject_id: int | None = None
    first: date | None = None
    last: date | None = None
    """Days in Jakarta, both inclusive."""


@dataclass(frozen=True)
class Line:
    """One event with the names of who did it."""

    event: Event
    person: str
    organisation: str


def read_filter(args: Mapping[str, str]) -> TrailFilter:
    """Read the filter from an address; what cannot be read does not narrow."""
    kind, _, number = args.get("tentang", "").strip().partition(":")
    return TrailFilter(
        name=args.get("peristiwa", "").strip()[:60],
        who=args.get("siapa", "").strip()[:100],
        subject_kind=kind.strip()[:40],
        subject_id=whole(number),
        first=read_day(args.get("dari", "")),
        last=read_day(args.get("sampai", "")),
    )


def lines(session: Session, wanted: TrailFilter, page: int) -> Page[Line]:
    """Return one page of the trail, newest first."""
    person, organisation = aliased(User), aliased(Organisation)
    statement: Any = (
        select(Event, person.name, organisation.name)
        .outerjoin(person, person.id == Event.actor_user_id)
        .outerjoin(organisation, organisation.id == Event.actor_organisation_id)
    )
    statement = _narrowed(statement, wanted, person, organisation)
    total = session.scalar(select(func.count()).select_from(statement.with_only_columns(Event.id).subquery())) or 0
    newest = statement.order_by(Event.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    found = [Line(event, who or "", whose or "") for event, who, whose in session.execute(newest)]
    return Page(found, page, PER_PAGE, total)


def names(session: Session) -> list[str]:
    """Return the names of all that has ever happened."""
    return list(session.scalars(select(Event.name).distinct().order_by(Event.name)))


def _narrowed(statement: Select[Any], wanted: TrailFilter, person: Any, organisation: Any) -> Select[Any]:
    if wanted.name:
        statement = statement.where(Event.name.startswith(wanted.name, autoescape=True))
    if wanted.who:
        fields = (person.name, person.email, organisation.name)
        statement = statement.where(or_(*(field.icontains(wanted.who, autoescape=True) for field in fields)))
    if wanted.subject_kind:
        statement = statement.where(Event.subject_kind == wanted.subject_kind)
    if wanted.subject_id is not None:
        statement = statement.where(Event.subject_id == wanted.subject_id)
    if wanted.first:
        statement = statement.where(Event.occurred_at >= _midnight(wanted.first))
    if wanted.last:
        statement = statement.where(Event.occurred_at < _midnight(wanted.last) + timedelta(days=1))
    return statement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JAKARTA).astimezone(UTC)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None
