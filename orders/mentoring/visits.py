"""Logging visits, mending them within a week, adding notes afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.editing import checked_text
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files import services as files
from marketplace.files.services import PreparedFile
from orders.mentoring import agreeing, events
from orders.mentoring.agreeing import StepDraft
from orders.mentoring.models import FurtherNote, Visit
from orders.mentoring.permissions import ACCOMPANY
from orders.mentoring.words import Mode, Topic

MENDABLE_FOR = timedelta(days=7)
"""So long after it was logged its author may still change a visit."""
OLDEST = timedelta(days=366)
"""A visit that is older is a slip of the pen in the year."""
MAX_PLACE, MAX_NOTES, MAX_PEOPLE = 160, 4_000, 1_000


@dataclass(frozen=True, kw_only=True)
class VisitDraft:
    """What is written down of a visit. ``key``: made with the form, so that a form sent twice is one visit."""

    day: date
    mode: str
    topics: Sequence[str]
    place: str = ""
    people: int = 0
    notes: str = ""
    steps: Sequence[StepDraft] = ()
    file: PreparedFile | None = None
    key: str = ""


def log(session: Session, actor: Actor, cooperative: Organisation, draft: VisitDraft, *, now: datetime) -> Visit:
    """Write down a visit to a cooperative that the actor accompanies (``sight.cooperative``)."""
    actor.check(ACCOMPANY)
    twin = session.scalar(select(Visit).where(Visit.idempotency_key == draft.key, Visit.author_id == actor.user_id))
    if twin is not None:
        return twin
    values, rows = _checked(draft, now)
    visit = Visit(
        office_id=actor.organisation_id,
        cooperative_id=cooperative.id,
        author_id=actor.user_id,
        file_id=_kept(session, actor, draft, now),
        idempotency_key=draft.key,
        created_at=now,
        changed_at=now,
        **values,
    )
    session.add(visit)
    session.flush()
    agreeing.keep(session, actor, visit, rows, now)
    _recorded(session, actor, visit, events.VISIT_LOGGED, now, steps=len(rows))
    return visit


def is_mendable(actor: Actor, visit: Visit, now: datetime) -> bool:
    """Tell whether the actor wrote a visit and may still change it."""
    return visit.author_id == actor.user_id and now < visit.created_at + MENDABLE_FOR


def mend(session: Session, actor: Actor, visit: Visit, draft: VisitDraft, *, seen: int, now: datetime) -> None:
    """Change a visit; ``seen``: the version on the form. Raise ``Conflict`` for a frozen or meanwhile changed one."""
    actor.check(ACCOMPANY)
    if visit.author_id != actor.user_id:
        raise NotAllowed("not_yours", _l("Only who wrote a visit down changes it. Add a note instead."))
    if not is_mendable(actor, visit, now):
        raise Conflict("frozen", _l("A visit can be changed for 7 days. Add a note instead."))
    if visit.version != seen:
        raise Conflict("stale", _l("This was changed in another window. Compare and save again."))
    values, rows = _checked(draft, now)
    for name, value in values.items():
        setattr(visit, name, value)
    if draft.file is not None:
        visit.file_id = _kept(session, actor, draft, now)
    visit.changed_at = now
    agreeing.keep(session, actor, visit, rows, now)
    _recorded(session, actor, visit, events.VISIT_MENDED, now)


def add_note(session: Session, actor: Actor, visit: Visit, text: str, *, now: datetime) -> None:
    """Add a correction or an afterthought; the same words of the same person are kept once."""
    actor.check(ACCOMPANY)
    words = checked_text("text", text, MAX_NOTES)
    if not words:
        raise Invalid.field("text", _l("Write the note."))
    if any((note.author_id, note.text) == (actor.user_id, words) for note in visit.further):
        return
    visit.further.append(FurtherNote(author_id=actor.user_id, text=words, at=now))
    _recorded(session, actor, visit, events.VISIT_NOTED, now)


def _checked(draft: VisitDraft, now: datetime) -> tuple[dict[str, object], agreeing.Rows]:
    today = jakarta_day(now)
    if not today - OLDEST <= draft.day <= today:
        raise Invalid.field("day", _l("Choose the day of the visit: today or a day of the last year."))
    if draft.mode not in set(Mode):
        raise Invalid.field("mode", _l("Say whether you were there or called."))
    topics = [topic for topic in Topic if topic in draft.topics]
    if not topics:
        raise Invalid.field("topics", _l("Tick at least one topic."))
    if not 0 <= draft.people <= MAX_PEOPLE:
        raise Invalid.field("people", _l("Write a whole number from %(low)s to %(high)s.", low=0, high=MAX_PEOPLE))
    values: dict[str, object] = {
        "day": draft.day,
        "mode": draft.mode,
        "place": checked_text("place", " ".join(draft.place.split()), MAX_PLACE),
        "topics": [str(topic) for topic in topics],
        "people": draft.people,
        "notes": checked_text("notes", draft.notes, MAX_NOTES),
    }
    return values, agreeing.checked(draft.steps, draft.day)


def _kept(session: Session, actor: Actor, draft: VisitDraft, now: datetime) -> int | None:
    return files.keep(session, actor, draft.file, now=now).id if draft.file is not None else None


def _recorded(session: Session, actor: Actor, visit: Visit, name: str, now: datetime, **data: int) -> None:
    session.flush()
    trail.record(session, actor, name, "visit", visit.id, now=now, cooperative=visit.cooperative_id, **data)
