"""Lists of visits and trainings, for the office and for the cooperative itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.models import Organisation, User
from marketplace.core.months import Month
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page
from orders.mentoring import sight
from orders.mentoring.models import Attendance, Step, Training, Visit
from orders.mentoring.permissions import ACCOMPANY

WITH_STEPS = (
    joinedload(Visit.author),
    joinedload(Visit.cooperative),
    selectinload(Visit.steps).selectinload(Step.comments),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list of visits is narrowed to."""

    words: str = ""
    """Part of a cooperative's name, of a place, of the notes or of who wrote it down."""
    month: Month | None = None


def visits(session: Session, actor: Actor, asked: Asked, page: int, *, day: date) -> Page[Visit]:
    """Return one page of the visits that the actor's office made, the newest first."""
    wanted = sight.visits(session, actor, day=day)
    if asked.month is not None:
        wanted = wanted.where(Visit.day >= asked.month.first, Visit.day <= asked.month.last)
    if asked.words:
        cooperatives = select(Organisation.id).where(Organisation.name.icontains(asked.words, autoescape=True))
        people = select(User.id).where(User.name.icontains(asked.words, autoescape=True))
        texts = (field.icontains(asked.words, autoescape=True) for field in (Visit.place, Visit.notes))
        wanted = wanted.where(or_(Visit.cooperative_id.in_(cooperatives), Visit.author_id.in_(people), *texts))
    return _page(session, wanted.options(*WITH_STEPS), page, Visit.day.desc(), Visit.id.desc())


def own_visits(session: Session, actor: Actor, page: int, *, day: date) -> Page[Visit]:
    """Return one page of the visits that the actor's cooperative had; their notes are not for its pages."""
    wanted = sight.visits(session, actor, day=day).options(*WITH_STEPS)
    return _page(session, wanted, page, Visit.day.desc(), Visit.id.desc())


def trainings(session: Session, actor: Actor, words: str, page: int) -> Page[Training]:
    """Return one page of the trainings of the actor's office, the newest first."""
    wanted = select(Training).where(Training.office_id == actor.organisation_id)
    if not actor.can(ACCOMPANY):
        wanted = wanted.where(Training.id.is_(None))
    if words:
        fields = (Training.title, Training.place)
        wanted = wanted.where(or_(*(field.icontains(words, autoescape=True) for field in fields)))
    loads = (joinedload(Training.author), selectinload(Training.attendances))
    return _page(session, wanted.options(*loads), page, Training.day.desc(), Training.id.desc())


def attendances(session: Session, actor: Actor, training: Training, *, day: date) -> list[Attendance]:
    """Return who came to a training, of the cooperatives that the actor accompanies, by name."""
    wanted = (
        select(Attendance)
        .join(Organisation, Organisation.id == Attendance.cooperative_id)
        .where(Attendance.training_id == training.id)
        .where(Attendance.cooperative_id.in_(sight.ids(session, actor, day=day)))
    )
    return list(session.scalars(wanted.options(joinedload(Attendance.cooperative)).order_by(Organisation.name)))


def attended_by(session: Session, cooperative_id: int, office_id: int | None = None) -> list[Attendance]:
    """Return the trainings that a cooperative attended, the newest first; of one office where it is given."""
    wanted = select(Attendance).join(Training).where(Attendance.cooperative_id == cooperative_id)
    if office_id is not None:
        wanted = wanted.where(Training.office_id == office_id)
    found = wanted.options(joinedload(Attendance.training)).order_by(Training.day.desc(), Training.id.desc())
    return list(session.scalars(found.limit(PER_PAGE)))


def candidates(session: Session, actor: Actor, *, day: date) -> list[Organisation]:
    """Return the cooperatives that the actor accompanies, by name, to choose from."""
    return list(session.scalars(sight.cooperatives(session, actor, day=day).order_by(Organisation.name)))


def _page(session: Session, wanted: Select[Any], page: int, *order: Any) -> Page[Any]:
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    rows = session.scalars(wanted.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Page(list(rows.unique()), page, PER_PAGE, total)
