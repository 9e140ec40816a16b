"""How many cooperatives each assistant has, and which of them nobody has yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Organisation, User
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page
from orders.mentoring import assigning, overview, sight
from orders.mentoring.models import Assignment


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the list of cooperatives is narrowed to: words, and whether those with an assistant are shown too."""

    words: str = ""
    everybody: bool = False


@dataclass(frozen=True)
class Load:
    """One assistant with the cooperatives of today and of later."""

    person: User
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True)
class ToGive:
    """One cooperative of the regency and who has it today."""

    cooperative: Organisation
    assistants: tuple[User, ...]


def loads(session: Session, actor: Actor, assistants: Sequence[User], *, day: date) -> list[Load]:
    """Return the assistants of the office with what they have."""
    rows = assigning.running_of(session, actor, day=day)
    return [Load(person, tuple(row for row in rows if row.assistant_id == person.id)) for person in assistants]


def to_give(session: Session, actor: Actor, asked: Asked, page: int, *, day: date) -> Page[ToGive]:
    """Return one page of the cooperatives of the regency, by name: those that nobody has, or all."""
    wanted = sight.cooperatives(session, actor, day=day)
    if asked.words:
        wanted = wanted.where(Organisation.name.icontains(asked.words, autoescape=True))
    if not asked.everybody:
        taken = select(Assignment.cooperative_id).where(
            Assignment.office_id == actor.organisation_id, sight.running(day)
        )
        wanted = wanted.where(Organisation.id.not_in(taken))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = wanted.options(joinedload(Organisation.region)).order_by(Organisation.name, Organisation.id)
    found = list(session.scalars(shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))
    helpers = overview.assistants_of(session, actor, [row.id for row in found], day)
    return Page([ToGive(row, tuple(helpers.get(row.id, ()))) for row in found], page, PER_PAGE, total)
