"""What follows from mentoring: the other side is told, without a word of what somebody wrote."""

from datetime import datetime

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.queries import people_by_ids, users_holding
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from orders.mentoring import events
from orders.mentoring.models import Assignment, Step, Visit
from orders.mentoring.permissions import BE_ACCOMPANIED

NEW_STEPS = Notice(
    "mentoring_steps",
    _l("New steps were agreed with you"),
    _l("A visit was written down with steps: %(count)s. Look at them and tick what is done."),
)
STEP_TICKED = Notice(
    "mentoring_ticked",
    _l("%(name)s has finished a step"),
    _l("A step that you agreed on with %(name)s is ticked as done."),
)
STEP_DISCUSSED = Notice(
    "mentoring_comment",
    _l("A comment on an agreed step"),
    _l("Somebody has commented on a step that was agreed on with %(name)s."),
)
ASSIGNED = Notice(
    "mentoring_assigned",
    _l("You accompany %(name)s"),
    _l("Your office has given you the cooperative %(name)s."),
)


@subscribe("tell_of_steps", events.VISIT_LOGGED)
def tell_of_steps(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the cooperative what was agreed."""
    number = happening.data.get("steps", 0)
    if number:
        people = users_holding(session, BE_ACCOMPANIED, happening.data["cooperative"])
        notify(session, people, NEW_STEPS, url=url_for("mentored.show"), now=now, values={"count": number})


@subscribe("tell_of_ticked_steps", events.STEP_DONE, events.STEP_COMMENTED)
def tell_of_answers(session: Session, happening: Happening, now: datetime) -> None:
    """Tell who wrote the visit what the cooperative did, and the cooperative what the office said."""
    step = session.get(Step, happening.subject_id)
    if step is None:
        return
    by_cooperative = happening.actor_organisation_id == step.cooperative_id
    notice = STEP_TICKED if happening.name == events.STEP_DONE else STEP_DISCUSSED
    if by_cooperative:
        author = session.scalars(select(Visit.author_id).where(Visit.id == step.visit_id)).one()
        people = _living(people_by_ids(session, [author]))
    elif notice is STEP_DISCUSSED:
        people = users_holding(session, BE_ACCOMPANIED, step.cooperative_id)
    else:
        return
    name = session.get_one(Organisation, step.cooperative_id).name
    notify(
        session,
        people,
        notice,
        url=url_for("mentoring_steps.show", step_id=step.id),
        now=now,
        values={"name": name},
    )


@subscribe("tell_of_assignments", events.ASSIGNED)
def tell_of_assignments(session: Session, happening: Happening, now: datetime) -> None:
    """Tell an assistant of a new cooperative."""
    assignment = session.get(Assignment, happening.subject_id)
    if assignment is None:
        return
    cooperative = session.get_one(Organisation, assignment.cooperative_id)
    people = _living(people_by_ids(session, [assignment.assistant_id]))
    url = url_for("mentoring.show", slug=cooperative.slug)
    notify(session, people, ASSIGNED, url=url, now=now, values={"name": cooperative.name})


def _living(people: list[User]) -> list[User]:
    return [person for person in people if person.disabled_at is None]
