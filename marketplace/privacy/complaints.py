"""Complaints: anybody writes one, an operator answers it by mail; afterwards its words are erased in time."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.accounts.people import read_email
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail
from marketplace.privacy import events
from marketplace.privacy.models import Complaint, ComplaintKind, ComplaintState
from marketplace.privacy.periods import COMPLAINTS
from marketplace.privacy.permissions import ANSWER_COMPLAINTS
from marketplace.web.pages import PER_PAGE, Page

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and digits that are read as others."""
MOST_LETTERS = 4_000


@dataclass(frozen=True, kw_only=True)
class ComplaintDraft:
    """What somebody writes. Name and address are a stranger's; whoever is signed in has them already."""

    kind: str
    text: str
    name: str = ""
    email: str = ""
    language: str = "id"
    idempotency_key: str


def make(session: Session, actor: Actor | None, draft: ComplaintDraft, *, now: datetime) -> Complaint:
    """Keep a complaint; the same key again (a double click) returns the first. Raise ``Invalid`` on the fields."""
    complaint = _checked(session, actor, draft, now)
    twin = select(Complaint).where(Complaint.idempotency_key == draft.idempotency_key)
    found = session.scalar(twin)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(complaint)
    except IntegrityError:
        return session.scalars(twin).one()  # two clicks at the same moment
    about = str(complaint.kind)
    trail.record(session, actor or SYSTEM, events.COMPLAINT_MADE, "complaint", complaint.id, now=now, about=about)
    return complaint


def answer(session: Session, actor: Actor, code: str, text: str, *, now: datetime) -> Complaint:
    """Answer a complaint once; raise ``Invalid`` without words, ``Conflict`` where a colleague was faster."""
    complaint = by_code(session, actor, code)
    if not text.strip():
        raise Invalid.field("answer", _l("Write the answer: it goes out by mail."))
    still_open = update(Complaint).where(Complaint.id == complaint.id, Complaint.state == ComplaintState.OPEN)
    answered = still_open.values(
        state=ComplaintState.ANSWERED,
        answer=text.strip()[:MOST_LETTERS],
        answered_at=now,
        answered_by_id=actor.user_id,
    )
    if not conditional(session, answered):
        raise Conflict("answered", _l("This complaint is answered already."))
    session.refresh(complaint)
    trail.record(session, actor, events.COMPLAINT_ANSWERED, "complaint", complaint.id, now=now)
    return complaint


def listed(session: Session, actor: Actor, page: int, *, is_open: bool, words: str = "") -> Page[Complaint]:
    """Return one page of the complaints, the oldest open ones first, or all with the newest first."""
    actor.check(ANSWER_COMPLAINTS)
    wanted = select(Complaint)
    if is_open:
        wanted = wanted.where(Complaint.state == ComplaintState.OPEN)
    if words.strip():
        like = f"%{_escaped(words.strip().lower())}%"
        columns = (Complaint.code, Complaint.name, Complaint.email, Complaint.text)
        wanted = wanted.where(or_(*(func.lower(column).like(like, escape="\\") for column in columns)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    order = (Complaint.created_at, Complaint.id) if is_open else (Complaint.created_at.desc(), Complaint.id.desc())
    shown = wanted.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page(list(session.scalars(shown)), page, PER_PAGE, total)


def by_code(session: Session, actor: Actor, code: str) -> Complaint:
    """Return a complaint for an operator; raise ``NotFound``."""
    actor.check(ANSWER_COMPLAINTS)
    found = session.scalar(select(Complaint).where(Complaint.code == code.upper()))
    if found is None:
        raise NotFound()
    return found


def by_id(session: Session, complaint_id: int) -> Complaint:
    """Return a complaint for a subscriber; raise ``NotFound``."""
    found = session.get(Complaint, complaint_id)
    if found is None:
        raise NotFound()
    return found


def by_ids(session: Session, ids: Collection[int]) -> list[Complaint]:
    """Return complaints for the audit trail."""
    return list(session.scalars(select(Complaint).where(Complaint.id.in_(ids))))


def open_count(session: Session) -> int:
    """Return how many complaints wait for an answer."""
    return session.scalar(select(func.count(Complaint.id)).where(Complaint.state == ComplaintState.OPEN)) or 0


def erase_old(session: Session, *, now: datetime) -> int:
    """Erase the words of complaints that were answered long ago; return of how many."""
    old = select(Complaint).where(Complaint.answered_at < now - COMPLAINTS, Complaint.erased_at.is_(None))
    found = list(session.scalars(old))
    for complaint in found:
        erase(complaint, now=now)
    return len(found)


def erase(complaint: Complaint, *, now: datetime) -> None:
    """Erase what a complaint and its answer say, and whose it was."""
    complaint.name = complaint.email = complaint.text = complaint.answer = ""
    complaint.user_id = None
    complaint.erased_at = now


def _checked(session: Session, actor: Actor | None, draft: ComplaintDraft, now: datetime) -> Complaint:
    errors = {}
    if draft.kind not in list(ComplaintKind):
        errors["kind"] = _l("Choose what it is about.")
    if not draft.text.strip():
        errors["text"] = _l("Write what happened, or what you wish.")
    elif len(draft.text) > MOST_LETTERS:
        errors["text"] = _l("This is too long: at most %(n)s letters.", n=MOST_LETTERS)
    person = queries.person(session, actor.user_id) if actor is not None else None
    name, email = (person.name, person.email) if person is not None else (" ".join(draft.name.split()), draft.email)
    try:
        email = read_email(email)
    except Invalid as error:
        errors.update(error.errors)
    if errors:
        raise Invalid("invalid", errors=errors)
    return Complaint(
        code=_code(now),
        kind=draft.kind,
        state=ComplaintState.OPEN,
        user_id=person.id if person is not None else None,
        name=name[:120],
        email=email,
        language=draft.language,
        text=draft.text.strip(),
        created_at=now,
        idempotency_key=draft.idempotency_key,
    )


def _code(now: datetime) -> str:
    return f"ADU-{jakarta_day(now).year}-{''.join(secrets.choice(ALPHABET) for _ in range(6))}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
