"""Giving cooperatives to assistants, from one day to another, and taking them back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import queries as accounts
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation, User
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor, Role
from marketplace.core.text import _l
from marketplace.events import trail
from orders.mentoring import events, sight
from orders.mentoring.models import Assignment
from orders.mentoring.permissions import LEAD_MENTORING


@dataclass(frozen=True, kw_only=True)
class AssignmentDraft:
    """Who shall accompany which cooperatives; without a last day until further notice."""

    assistant_id: int
    cooperative_ids: Collection[int]
    starts_on: date
    ends_on: date | None = None


def assistants(session: Session, actor: Actor) -> list[User]:
    """Return the business assistants of the actor's office, by name."""
    found = accounts.members(session, actor.organisation_id or 0, frozenset({Role.ASSISTANT}))
    return sorted(found, key=lambda person: person.name.lower())


def assign(session: Session, actor: Actor, draft: AssignmentDraft, *, now: datetime) -> int:
    """Give cooperatives to an assistant and return how many were new; who had one before has it until the day before.

    Raises ``Invalid`` for a stranger, an empty choice or days the wrong way round, ``Conflict`` where one is promised
    to somebody for later.
    """
    actor.check(LEAD_MENTORING)
    if draft.assistant_id not in {person.id for person in assistants(session, actor)}:
        raise Invalid.field("assistant", _l("Choose one of your business assistants."))
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        raise Invalid.field("ends_on", _l("The last day comes before the first."))
    found = _chosen(session, actor, draft, now)
    # Two officials at once wait for each other here, so that nobody gets one cooperative twice.
    accounts.locked_organisation(session, actor.organisation_id)
    return sum(_give(session, actor, cooperative, draft, now) for cooperative in found)


def end(session: Session, actor: Actor, assignment_id: int, *, now: datetime) -> None:
    """End an assignment: yesterday was its last day. One that began today or later never was; twice is once."""
    actor.check(LEAD_MENTORING)
    assignment = scope.one(session, actor, Assignment, id=assignment_id)
    today = jakarta_day(now)
    if assignment.ends_on is None or assignment.ends_on >= today:
        _end_on(session, actor, assignment, today - timedelta(days=1), now)


def running_of(session: Session, actor: Actor, *, day: date) -> list[Assignment]:
    """Return the assignments of the office that hold on a day or later, with people and cooperatives, by start."""
    mine = scope.rows(actor, Assignment).where(or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day))
    loads = (joinedload(Assignment.assistant), joinedload(Assignment.cooperative))
    return list(session.scalars(mine.options(*loads).order_by(Assignment.starts_on, Assignment.id)))


def _chosen(session: Session, actor: Actor, draft: AssignmentDraft, now: datetime) -> list[Organisation]:
    if not draft.cooperative_ids:
        raise Invalid.field("cooperatives", _l("Tick at least one cooperative."))
    mine = sight.cooperatives(session, actor, day=jakarta_day(now))
    found = list(session.scalars(mine.where(Organisation.id.in_(draft.cooperative_ids)).order_by(Organisation.id)))
    if len(found) != len(set(draft.cooperative_ids)):
        raise Invalid.field("cooperatives", _l("Choose cooperatives of your own regency."))
    return found


def _give(session: Session, actor: Actor, cooperative: Organisation, draft: AssignmentDraft, now: datetime) -> bool:
    """Give one cooperative; False where this very assignment is there already (a second click)."""
    others = scope.rows(actor, Assignment).where(
        Assignment.cooperative_id == cooperative.id,
        or_(Assignment.ends_on.is_(None), Assignment.ends_on >= draft.starts_on),
    )
    for other in session.scalars(others.order_by(Assignment.starts_on)):
        if other.assistant_id == draft.assistant_id and other.starts_on <= draft.starts_on:
            return False
        if other.starts_on > draft.starts_on:
            if draft.ends_on is not None and other.starts_on > draft.ends_on:
                continue
            raise Conflict("promised", _l("%(name)s is given to somebody from that day on.", name=cooperative.name))
        _end_on(session, actor, other, draft.starts_on - timedelta(days=1), now)
    assignment = Assignment(
        office_id=actor.organisation_id,
        assistant_id=draft.assistant_id,
        cooperative_id=cooperative.id,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        assigned_by_id=actor.user_id,
        created_at=now,
    )
    session.add(assignment)
    session.flush()
    ids = {"assistant": draft.assistant_id, "cooperative": cooperative.id}
    trail.record(session, actor, events.ASSIGNED, "assignment", assignment.id, now=now, **ids)
    return True


def _end_on(session: Session, actor: Actor, assignment: Assignment, last: date, now: datetime) -> None:
    ids = {"assistant": assignment.assistant_id, "cooperative": assignment.cooperative_id}
    if last < assignment.starts_on:
        session.delete(assignment)  # it never ran a day; the trail keeps that it was there
    else:
        assignment.ends_on = last
    session.flush()
    trail.record(session, actor, events.ASSIGNMENT_ENDED, "assignment", assignment.id, now=now, **ids)


def end_all_of(session: Session, user_id: int, *, day: date) -> None:
    """End what a person whose account is gone still accompanies."""
    mine = select(Assignment).where(
        Assignment.assistant_id == user_id, or_(Assignment.ends_on.is_(None), Assignment.ends_on > day)
    )
    for assignment in session.scalars(mine):
        assignment.ends_on = max(day, assignment.starts_on)
