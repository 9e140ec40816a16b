"""Makes an office with its people, what it accompanies, and visits; through the services that make them in life."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor, OrganisationKind, Role
from orders.mentoring import assigning, visits
from orders.mentoring.agreeing import StepDraft
from orders.mentoring.assigning import AssignmentDraft
from orders.mentoring.models import Visit
from orders.mentoring.visits import VisitDraft
from orders.mentoring.words import Mode, StepOwner, Topic
from tests.factories import NOW, make_member, make_organisation, make_seller

LAMONGAN = "35.24.22"
_serial = count(1)


@dataclass(frozen=True)
class Office:
    """An office of Lamongan: an official and two assistants."""

    official: Actor
    assistant: Actor
    other: Actor


def make_office(session: Session, *, email: str = "", region: str = LAMONGAN) -> Office:
    """Make an office; ``email`` is the assistant's."""
    house = make_organisation(session, kind=OrganisationKind.AGENCY, name=f"Dinas Uji {next(_serial)}", region=region)
    return Office(
        official=make_member(session, house, Role.OFFICIAL, name="Sri Petugas"),
        assistant=make_member(session, house, Role.ASSISTANT, name="Dewi Pendamping", email=email),
        other=make_member(session, house, Role.ASSISTANT, name="Eko Pendamping"),
    )


def give(session: Session, office: Office, *sellers: Actor, to: Actor | None = None, since: date | None = None) -> None:
    """Let an assistant (the first one) accompany cooperatives since a day, the first of the year unless said."""
    draft = AssignmentDraft(
        assistant_id=(to or office.assistant).user_id,
        cooperative_ids=[seller.organisation_id or 0 for seller in sellers],
        starts_on=since or date(2026, 1, 1),
    )
    assigning.assign(session, office.official, draft, now=NOW)


def make_accompanied(session: Session, office: Office, **profile: Any) -> Actor:
    """Make a cooperative that the office's first assistant accompanies; returns its manager."""
    seller = make_seller(session, **profile)
    give(session, office, seller)
    return seller


def step(text: str = "Urus NIB", owner: str = StepOwner.COOPERATIVE, due: int = 7) -> StepDraft:
    """Make a step that is due so many days after ``NOW``."""
    return StepDraft(text=text, owner=owner, due_on=jakarta_day(NOW) + timedelta(days=due))


def visit_draft(**over: Any) -> VisitDraft:
    """Make what is written down of a visit today."""
    values: dict[str, Any] = {
        "day": jakarta_day(NOW),
        "mode": Mode.ON_SITE,
        "topics": (Topic.PAPERS,),
        "people": 4,
        "notes": "Catatan rahasia kantor",
        "steps": (step(),),
        "key": f"uji-kunjungan-{next(_serial):06d}",
        **over,
    }
    return VisitDraft(**values)


def make_visit(session: Session, actor: Actor, seller: Actor, *, now: datetime = NOW, **over: Any) -> Visit:
    """Write down a visit to a cooperative."""
    cooperative = session.get_one(Organisation, seller.organisation_id)
    return visits.log(session, actor, cooperative, visit_draft(**over), now=now)
