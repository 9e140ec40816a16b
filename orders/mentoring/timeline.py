"""What happened with one cooperative, newest first: visits, trainings, steps done, certificates, goods listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.lifecycle import ProductState
from catalog.models import Product
from certification.models import Certificate, Decision, Verdict
from certification.schemes import SCHEMES
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders.mentoring import sight
from orders.mentoring.models import Attendance, Step, Training, Visit
from orders.mentoring.permissions import ACCOMPANY
from orders.mentoring.words import MODES, StepState

LONGEST = 20
"""Entries of a page."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened. ``visit_id``: the visit behind it, or 0."""

    day: date
    icon: str
    title: Any
    note: Any = ""
    visit_id: int = 0


def timeline(session: Session, actor: Actor, cooperative: Organisation, *, day: date) -> list[Entry]:
    """Return the newest entries of a cooperative that the actor accompanies."""
    parts = (
        _visits(session, actor, cooperative, day),
        _trainings(session, actor, cooperative),
        _steps(session, actor, cooperative, day),
        _papers(session, cooperative),
        _products(session, cooperative),
    )
    entries = [entry for part in parts for entry in part]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:LONGEST]


def open_steps(session: Session, actor: Actor, cooperative: Organisation, *, day: date) -> list[Step]:
    """Return the open steps of a cooperative with their comments, what is due first on top."""
    mine = sight.steps(session, actor, day=day).where(Step.cooperative_id == cooperative.id)
    loads = (selectinload(Step.comments), joinedload(Step.visit))
    wanted = mine.where(Step.state == StepState.OPEN).options(*loads)
    return list(session.scalars(wanted.order_by(Step.due_on, Step.id)))


def _visits(session: Session, actor: Actor, cooperative: Organisation, day: date) -> Iterator[Entry]:
    mine = sight.visits(session, actor, day=day).where(Visit.cooperative_id == cooperative.id)
    for visit in session.scalars(mine.options(joinedload(Visit.author)).order_by(Visit.day.desc()).limit(LONGEST)):
        words = _l("Visit by %(name)s", name=visit.author.name)
        yield Entry(day=visit.day, icon="handshake", title=words, note=MODES[visit.mode], visit_id=visit.id)  # type: ignore[index]


def _trainings(session: Session, actor: Actor, cooperative: Organisation) -> Iterator[Entry]:
    wanted = select(Attendance).join(Training).where(Attendance.cooperative_id == cooperative.id)
    if actor.can(ACCOMPANY):
        wanted = wanted.where(Training.office_id == actor.organisation_id)
    found = wanted.options(joinedload(Attendance.training)).order_by(Training.day.desc()).limit(LONGEST)
    for row in session.scalars(found):
        title = _l("Training: %(title)s", title=row.training.title)
        yield Entry(day=row.training.day, icon="users", title=title, note=_l("People: %(count)s", count=row.people))


def _steps(session: Session, actor: Actor, cooperative: Organisation, day: date) -> Iterator[Entry]:
    mine = sight.steps(session, actor, day=day).where(Step.cooperative_id == cooperative.id)
    done = mine.where(Step.state == StepState.DONE).order_by(Step.closed_at.desc()).limit(LONGEST)
    for step in session.scalars(done):
        if step.closed_at is not None:
            words = _l("Step done: %(text)s", text=step.text)
            yield Entry(day=jakarta_day(step.closed_at), icon="circle-check", title=words, visit_id=step.visit_id)


def _papers(session: Session, cooperative: Organisation) -> Iterator[Entry]:
    wanted = (
        select(Decision.decided_at, Certificate.scheme)
        .join(Certificate, Certificate.id == Decision.certificate_id)
        .where(Certificate.cooperative_id == cooperative.id, Decision.verdict == Verdict.VERIFIED)
        .order_by(Decision.decided_at.desc())
        .limit(LONGEST)
    )
    for decided_at, scheme in session.execute(wanted):
        name = SCHEMES[scheme].short_name if scheme in SCHEMES else scheme
        yield Entry(day=jakarta_day(decided_at), icon="badge-check", title=_l("%(name)s verified", name=name))


def _products(session: Session, cooperative: Organisation) -> Iterator[Entry]:
    own = select(Product.published_at, Product.name).where(
        Product.cooperative_id == cooperative.id, Product.state == ProductState.PUBLISHED
    )
    for published_at, name in session.execute(own.order_by(Product.published_at.desc()).limit(LONGEST)):
        if published_at is not None:
            yield Entry(day=jakarta_day(published_at), icon="package", title=_l("On sale: %(name)s", name=name))
