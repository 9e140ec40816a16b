"""What is agreed on a visit: reading the rows of steps, ticking, dropping and discussing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.editing import checked_text
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail
from orders.mentoring import events
from orders.mentoring.models import Step, StepComment, Visit
from orders.mentoring.permissions import ACCOMPANY, TAKE_PART
from orders.mentoring.words import StepOwner, StepState

MAX_STEP, MAX_COMMENT = 300, 500
LONGEST = timedelta(days=2 * 366)
"""A step that takes longer is a slip of the pen in the year."""


@dataclass(frozen=True, kw_only=True)
class StepDraft:
    """One row of steps on the form of a visit; an empty text is none. ``step_id``: the stored one it changes, or 0."""

    text: str
    owner: str
    due_on: date | None
    step_id: int = 0


Rows = list[tuple[int, dict[str, object]]]
"""Of each step: the id of the stored one or 0, and the values of its columns."""


def checked(rows: Sequence[StepDraft], day: date) -> Rows:
    """Return the filled rows; raise ``Invalid`` naming the row's field (``steps-0-due_on``)."""
    found = []
    for place, row in enumerate(rows):
        text = checked_text(f"steps-{place}-text", " ".join(row.text.split()), MAX_STEP)
        if not text:
            continue
        if row.owner not in set(StepOwner):
            raise Invalid.field(f"steps-{place}-owner", _l("Choose who does it."))
        if row.due_on is None or not day <= row.due_on <= day + LONGEST:
            raise Invalid.field(f"steps-{place}-due_on", _l("Choose until when: a day after the visit."))
        found.append((row.step_id, {"text": text, "owner": row.owner, "due_on": row.due_on}))
    return found


def keep(session: Session, actor: Actor, visit: Visit, rows: Rows, now: datetime) -> None:
    """Write the steps of a visit. One that was emptied is dropped, one that is closed stays as it is."""
    stored = {step.id: step for step in visit.steps if step.state == StepState.OPEN}
    named = {step_id for step_id, _values in rows}
    for step_id, values in rows:
        if step_id in stored:
            for name, value in values.items():
                setattr(stored[step_id], name, value)
        elif not step_id:
            ids = {"office_id": visit.office_id, "cooperative_id": visit.cooperative_id}
            visit.steps.append(Step(state=StepState.OPEN, **ids, **values))
    for step_id, step in stored.items():
        if step_id not in named:
            _close(session, actor, step, StepState.DROPPED, now)
    session.flush()


def may_tick(actor: Actor, step: Step) -> bool:
    """Tell whether somebody may say that a step is done: the office of all, the cooperative of its own promises."""
    return actor.can(ACCOMPANY) or (actor.can(TAKE_PART) and step.owner == StepOwner.COOPERATIVE)


def tick(session: Session, actor: Actor, step: Step, *, now: datetime) -> None:
    """Say that a step is done; a second click changes nothing. Raise ``NotAllowed`` for another's promise."""
    _check_may_tick(actor, step)
    _close(session, actor, step, StepState.DONE, now)


def reopen(session: Session, actor: Actor, step: Step, *, now: datetime) -> None:
    """Take back that a step is done or dropped; only the office takes back what it dropped."""
    _check_may_tick(actor, step)
    if step.state == StepState.DROPPED:
        actor.check(ACCOMPANY)
    closed = update(Step).where(Step.id == step.id, Step.state != StepState.OPEN)
    if conditional(session, closed.values(state=StepState.OPEN, closed_at=None, closed_by_id=None)):
        _recorded(session, actor, step, events.STEP_REOPENED, now)


def drop(session: Session, actor: Actor, step: Step, *, now: datetime) -> None:
    """Give a step up: for the office, which agreed on it. A second click changes nothing."""
    actor.check(ACCOMPANY)
    _close(session, actor, step, StepState.DROPPED, now)


def comment(session: Session, actor: Actor, step: Step, text: str, *, now: datetime) -> None:
    """Say something about a step; both sides read it. The same words twice in a row are one comment."""
    actor.check(TAKE_PART)
    words = checked_text("text", text, MAX_COMMENT)
    if not words:
        raise Invalid.field("text", _l("Write your comment."))
    last = step.comments[-1] if step.comments else None
    if last is not None and (last.author_id, last.text) == (actor.user_id, words):
        return
    step.comments.append(
        StepComment(author_id=actor.user_id, organisation_id=actor.organisation_id, text=words, at=now)
    )
    _recorded(session, actor, step, events.STEP_COMMENTED, now)


def is_overdue(step: Step, now: datetime) -> bool:
    """Tell whether an open step's day is over."""
    return step.state == StepState.OPEN and step.due_on < jakarta_day(now)


def _check_may_tick(actor: Actor, step: Step) -> None:
    actor.check(TAKE_PART)
    if not may_tick(actor, step):
        raise NotAllowed("not_your_step", _l("Whoever promised this step says when it is done."))


def _close(session: Session, actor: Actor, step: Step, state: StepState, now: datetime) -> None:
    still_open = update(Step).where(Step.id == step.id, Step.state == StepState.OPEN)
    if conditional(session, still_open.values(state=state, closed_at=now, closed_by_id=actor.user_id)):
        name = events.STEP_DONE if state == StepState.DONE else events.STEP_DROPPED
        _recorded(session, actor, step, name, now)


def _recorded(session: Session, actor: Actor, step: Step, name: str, now: datetime) -> None:
    session.flush()
    session.refresh(step, ["state", "closed_at", "closed_by_id"])
    trail.record(session, actor, name, "mentoring_step", step.id, now=now, cooperative=step.cooperative_id)
