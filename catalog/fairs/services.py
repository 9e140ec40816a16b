"""What the organiser does with a fair as a whole: plan it, change it, make it public."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import events
from catalog.editing import checked_text
from catalog.fairs.models import Booth, Fair, FairState
from catalog.permissions import RUN_FAIR
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.regions.queries import check_region

LONGEST_DAYS = 92
"""A longer fair is a slip of the pen in the year or the month."""


@dataclass(frozen=True, kw_only=True)
class FairDraft:
    """What the organiser says of a fair; first and last day are days in Jakarta."""

    name: str
    place: str
    region: str
    starts_on: date
    ends_on: date
    about: str = ""


def plan(session: Session, actor: Actor, draft: FairDraft, *, now: datetime) -> Fair:
    """Begin a fair; one of the same name and first day is returned as it is, so a second click makes no second one."""
    actor.check(RUN_FAIR)
    values = _checked(session, draft)
    # Two clicks at once wait for each other here: the second then finds the first one's fair.
    session.scalar(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())
    twin = scope.rows(actor, Fair).where(Fair.name == values["name"], Fair.starts_on == values["starts_on"])
    found = session.scalars(twin.limit(1)).first()
    if found is not None:
        return found
    fair = Fair(organiser_id=actor.organisation_id, slug=_free_slug(session, draft), created_at=now, **values)
    session.add(fair)
    session.flush()
    trail.record(session, actor, events.FAIR_PLANNED, "fair", fair.id, now=now, slug=fair.slug)
    return fair


def edit(session: Session, actor: Actor, fair: Fair, draft: FairDraft, *, seen: int, now: datetime) -> None:
    """Change what is said of a fair; ``seen`` is the version that was on the form. Its address stays."""
    check_own(actor, fair)
    values = _checked(session, draft)
    if all(getattr(fair, name) == value for name, value in values.items()):
        return
    if fair.version != seen:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    for name, value in values.items():
        setattr(fair, name, value)
    session.flush()
    changed(session, actor, fair, "facts", now=now)


def publish(session: Session, actor: Actor, fair: Fair, *, now: datetime) -> None:
    """Make a fair public; raise ``Conflict`` while it has no booth. A second click changes nothing."""
    check_own(actor, fair)
    if fair.state == FairState.PUBLIC:
        return
    if not session.scalar(select(func.count(Booth.id)).where(Booth.fair_id == fair.id)):
        raise Conflict("no_booths", _l("Add at least one booth first: visitors come for what is shown there."))
    fair.state = FairState.PUBLIC
    session.flush()
    trail.record(session, actor, events.FAIR_PUBLISHED, "fair", fair.id, now=now, slug=fair.slug)


def check_own(actor: Actor, fair: Fair) -> None:
    """Raise ``NotAllowed`` without the permission, ``NotFound`` for another organiser's fair."""
    actor.check(RUN_FAIR)
    if fair.organiser_id != actor.organisation_id:
        raise NotFound()


def changed(session: Session, actor: Actor, fair: Fair, part: str, *, now: datetime, booth: str = "") -> None:
    """Write down that a part of a fair was changed; ``booth`` is the code of the booth concerned."""
    trail.record(session, actor, events.FAIR_CHANGED, "fair", fair.id, now=now, part=part, booth=booth)


def _checked(session: Session, draft: FairDraft) -> dict[str, object]:
    if draft.ends_on < draft.starts_on:
        raise Invalid.field("ends_on", _l("The last day comes before the first."))
    if (draft.ends_on - draft.starts_on).days >= LONGEST_DAYS:
        raise Invalid.field("ends_on", _l("A fair lasts at most %(days)s days. Check the dates.", days=LONGEST_DAYS))
    return {
        "name": required_text("name", draft.name, 120),
        "place": required_text("place", draft.place, 160),
        "region_code": check_region(session, draft.region),
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "about": checked_text("about", draft.about, 2_000),
    }


def required_text(name: str, text: str, most: int) -> str:
    """Return the text on one line; raise ``Invalid`` on the field for an empty or too long one."""
    words = checked_text(name, " ".join(text.split()), most)
    if not words:
        raise Invalid.field(name, _l("This must not be empty."))
    return words


def _free_slug(session: Session, draft: FairDraft) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", draft.name.lower()).strip("-")[:50].rstrip("-") or "pameran"
    if str(draft.starts_on.year) not in base:
        base = f"{base}-{draft.starts_on.year}"
    taken = set(session.scalars(select(Fair.slug).where(Fair.slug.startswith(base))))
    return next(slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
