"""Which cooperatives somebody accompanies: the one door to everything of this room.

An official sees the regency of the office, an assistant the cooperatives given to that person today, a cooperative
itself; nobody else sees anything.
"""

from datetime import date
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.regions.queries import within
from orders.mentoring.models import Assignment, Step, Training, Visit
from orders.mentoring.permissions import ACCOMPANY, BE_ACCOMPANIED, LEAD_MENTORING

REGENCY = len("35.24")
"""Letters of a regency's code: the beginning of the codes of all places in it."""

WORKING = (OrganisationState.ACTIVE, OrganisationState.SUSPENDED)


def cooperatives(session: Session, actor: Actor, *, day: date) -> Select[Organisation]:
    """Select the cooperatives that the actor accompanies on a day in Jakarta; a cooperative is its own."""
    working = select(Organisation).where(
        Organisation.kind == OrganisationKind.COOPERATIVE, Organisation.state.in_(WORKING)
    )
    if actor.can(LEAD_MENTORING):
        return working.where(within(Organisation.region_code, _regency(session, actor)))
    if actor.can(ACCOMPANY):
        return working.where(Organisation.id.in_(_given(actor, day)))
    if actor.can(BE_ACCOMPANIED):
        return working.where(Organisation.id == actor.organisation_id)
    return working.where(false())


def cooperative(session: Session, actor: Actor, slug: str, *, day: date) -> Organisation:
    """Return one of them by its slug; raise ``NotFound`` for all others."""
    wanted = cooperatives(session, actor, day=day).where(Organisation.slug == slug.replace("\x00", ""))
    found = session.scalar(wanted.options(joinedload(Organisation.region)))
    if found is None:
        raise NotFound()
    return found


def ids(session: Session, actor: Actor, *, day: date) -> Select[Any]:
    """Select the ids of the accompanied cooperatives, for conditions."""
    return cooperatives(session, actor, day=day).with_only_columns(Organisation.id)


def visits(session: Session, actor: Actor, *, day: date) -> Select[Visit]:
    """Select the visits of the actor's office to those cooperatives, or those that the cooperative itself had."""
    wanted = select(Visit).where(Visit.cooperative_id.in_(ids(session, actor, day=day)))
    return wanted.where(Visit.office_id == actor.organisation_id) if actor.can(ACCOMPANY) else wanted


def visit(session: Session, actor: Actor, visit_id: int, *, day: date) -> Visit:
    """Return one visit; raise ``NotFound``."""
    found = session.scalar(visits(session, actor, day=day).where(Visit.id == visit_id))
    if found is None:
        raise NotFound()
    return found


def steps(session: Session, actor: Actor, *, day: date) -> Select[Step]:
    """Select the agreed steps that the actor may see."""
    wanted = select(Step).where(Step.cooperative_id.in_(ids(session, actor, day=day)))
    return wanted.where(Step.office_id == actor.organisation_id) if actor.can(ACCOMPANY) else wanted


def step(session: Session, actor: Actor, step_id: int, *, day: date) -> Step:
    """Return one agreed step; raise ``NotFound``."""
    found = session.scalar(steps(session, actor, day=day).where(Step.id == step_id))
    if found is None:
        raise NotFound()
    return found


def training(session: Session, actor: Actor, training_id: int) -> Training:
    """Return a training of the actor's office; raise ``NotFound``."""
    wanted = select(Training).where(Training.id == training_id, Training.office_id == actor.organisation_id)
    found = session.scalar(wanted) if actor.can(ACCOMPANY) else None
    if found is None:
        raise NotFound()
    return found


def running(day: date) -> Any:
    """Build the condition "this assignment holds on that day"."""
    return (Assignment.starts_on <= day) & or_(Assignment.ends_on.is_(None), Assignment.ends_on >= day)


def may_see_file(session: Session, actor: Actor, file_id: int, *, day: date) -> bool:
    """Tell whether a file is the picture of a visit that the actor's office made to somebody it accompanies."""
    if not actor.can(ACCOMPANY):
        return False
    return session.scalar(visits(session, actor, day=day).where(Visit.file_id == file_id).limit(1)) is not None


def is_of_visit(session: Session, file_id: int) -> bool:
    """Tell whether a file is the picture of a visit: whoever does not see the visit does not see it either."""
    return session.scalar(select(Visit.id).where(Visit.file_id == file_id).limit(1)) is not None


def _given(actor: Actor, day: date) -> Select[Any]:
    return select(Assignment.cooperative_id).where(
        Assignment.assistant_id == actor.user_id, Assignment.office_id == actor.organisation_id, running(day)
    )


def _regency(session: Session, actor: Actor) -> str:
    code = session.scalar(select(Organisation.region_code).where(Organisation.id == actor.organisation_id)) or ""
    return code[:REGENCY]
