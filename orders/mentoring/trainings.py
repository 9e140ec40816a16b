"""Trainings: what was taught, when and where, and how many people of which cooperative came."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.editing import checked_text
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from orders.mentoring import events
from orders.mentoring.models import Attendance, Training
from orders.mentoring.permissions import ACCOMPANY, LEAD_MENTORING

MAX_TITLE, MAX_PLACE, MAX_URL, MAX_NAMES, MAX_PEOPLE = 160, 160, 300, 1_000, 500
SPAN = timedelta(days=2 * 366)


@dataclass(frozen=True, kw_only=True)
class TrainingDraft:
    """What is said of a training. ``key``: made with the form, so that a form sent twice is one training."""

    title: str
    day: date
    place: str = ""
    material_url: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class AttendanceDraft:
    """Who came of one cooperative (``sight.cooperative``); names only where the office needs them."""

    cooperative: Organisation
    people: int
    names: str = ""


def plan(session: Session, actor: Actor, draft: TrainingDraft, *, now: datetime) -> Training:
    """Write down a training of the actor's office, past or to come."""
    actor.check(ACCOMPANY)
    mine = (Training.idempotency_key == draft.key, Training.author_id == actor.user_id)
    twin = session.scalar(select(Training).where(*mine))
    if twin is not None:
        return twin
    training = Training(
        office_id=actor.organisation_id,
        author_id=actor.user_id,
        idempotency_key=draft.key,
        created_at=now,
        **_checked(draft, now),
    )
    session.add(training)
    session.flush()
    trail.record(session, actor, events.TRAINING_LOGGED, "training", training.id, now=now)
    return training


def may_change(actor: Actor, training: Training) -> bool:
    """Tell whether somebody may change a training: who wrote it down, and officials."""
    return actor.can(LEAD_MENTORING) or (actor.can(ACCOMPANY) and training.author_id == actor.user_id)


def change(
    session: Session, actor: Actor, training: Training, draft: TrainingDraft, *, seen: int, now: datetime
) -> None:
    """Change what is said of a training; ``seen``: the version on the form."""
    if not may_change(actor, training):
        raise NotAllowed("not_yours", _l("Only who wrote a training down changes it."))
    if training.version != seen:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    for name, value in _checked(draft, now).items():
        setattr(training, name, value)
    session.flush()
    trail.record(session, actor, events.TRAINING_CHANGED, "training", training.id, now=now)


def attend(session: Session, actor: Actor, training: Training, draft: AttendanceDraft, *, now: datetime) -> None:
    """Write down how many people of a cooperative came; said again it is replaced."""
    actor.check(ACCOMPANY)
    if not 1 <= draft.people <= MAX_PEOPLE:
        raise Invalid.field("people", _l("Write a whole number from %(low)s to %(high)s.", low=1, high=MAX_PEOPLE))
    names = checked_text("names", draft.names, MAX_NAMES)
    row = next((row for row in training.attendances if row.cooperative_id == draft.cooperative.id), None)
    if row is None:
        row = Attendance(cooperative_id=draft.cooperative.id, people=draft.people)
        training.attendances.append(row)
    row.people, row.names = draft.people, names
    session.flush()
    ids = {"cooperative": draft.cooperative.id, "people": draft.people}
    trail.record(session, actor, events.TRAINING_CHANGED, "training", training.id, now=now, **ids)


def leave_out(session: Session, actor: Actor, training: Training, cooperative: Organisation, *, now: datetime) -> None:
    """Take back that a cooperative came; twice is once."""
    actor.check(ACCOMPANY)
    row = next((row for row in training.attendances if row.cooperative_id == cooperative.id), None)
    if row is not None:
        training.attendances.remove(row)
        session.flush()
        ids = {"cooperative": cooperative.id, "people": 0}
        trail.record(session, actor, events.TRAINING_CHANGED, "training", training.id, now=now, **ids)


def _checked(draft: TrainingDraft, now: datetime) -> dict[str, object]:
    title = checked_text("title", " ".join(draft.title.split()), MAX_TITLE)
    if not title:
        raise Invalid.field("title", _l("This must not be empty."))
    if abs(draft.day - jakarta_day(now)) > SPAN:
        raise Invalid.field("day", _l("Choose a day within two years of today."))
    return {
        "title": title,
        "day": draft.day,
        "place": checked_text("place", " ".join(draft.place.split()), MAX_PLACE),
        "material_url": _checked_link(draft.material_url),
    }


def _checked_link(text: str) -> str:
    """Return a link that a browser may open: of the web only, so that nothing in it is ever run."""
    link = checked_text("material_url", text, MAX_URL)
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if link and not (parts.scheme in ("http", "https") and parts.netloc and not link.split()[1:]):
        raise Invalid.field("material_url", _l("Write an address that begins with https://."))
    return link
