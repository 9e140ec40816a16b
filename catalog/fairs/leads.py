"""Contacts that visitors leave for a cooperative: left once, with consent; answered and erased by the cooperative."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog import events
from catalog.editing import checked_text
from catalog.fairs.models import Booth, Lead
from catalog.fairs.services import required_text
from catalog.models import Product
from catalog.permissions import SEE_LEADS
from marketplace.accounts.models import Organisation
from marketplace.accounts.people import read_email
from marketplace.accounts.phones import read_phone
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.events import trail

MOST_A_DAY = 10
"""Contacts that one phone number or e-mail address may leave within a day: a visitor walks past many booths."""


@dataclass(frozen=True)
class Target:
    """For whom a contact is, and what the visitor was looking at."""

    cooperative: Organisation
    product: Product | None = None
    booth: Booth | None = None


@dataclass(frozen=True, kw_only=True)
class LeadDraft:
    """What a visitor writes. ``consent`` holds the words agreed to, empty where the box was not ticked."""

    name: str
    organisation_name: str = ""
    phone: str = ""
    email: str = ""
    message: str = ""
    consent: str
    idempotency_key: str


def leave(session: Session, actor: Actor | None, target: Target, draft: LeadDraft, *, now: datetime) -> Lead:
    """Keep a visitor's contact; the same key again (a double click) returns the first one.

    Raise ``Invalid`` without consent or without a way to answer, ``Conflict`` for a contact left many times today.
    """
    lead = _checked(target, draft, now)
    twin = select(Lead).where(
        Lead.cooperative_id == target.cooperative.id, Lead.idempotency_key == draft.idempotency_key
    )
    found = session.scalar(twin)
    if found is not None:
        return found
    _check_flood(session, lead, now)
    try:
        with session.begin_nested():
            session.add(lead)
    except IntegrityError:
        # Two clicks at the same moment: the other one was faster, its contact is ours.
        return session.scalars(twin).one()
    trail.record(
        session,
        actor or SYSTEM,
        events.LEAD_LEFT,
        "lead",
        lead.id,
        now=now,
        cooperative=lead.cooperative_id,
        product=lead.product_id,
        booth=lead.booth_id,
    )
    return lead


def handle(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """Mark a contact as answered; a second click changes nothing."""
    _check_own(actor, lead)
    if lead.handled_at is None:
        lead.handled_at = now
        session.flush()
        trail.record(session, actor, events.LEAD_HANDLED, "lead", lead.id, now=now)


def erase(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """Erase what a visitor wrote, as the consent promises; that there was a contact stays in the figures."""
    _check_own(actor, lead)
    wipe(session, actor, lead, now=now)


def wipe(session: Session, actor: Actor, lead: Lead, *, now: datetime) -> None:
    """Delete the words of a contact, whoever is in the right to wish it; what is erased already stays so."""
    if lead.erased_at is not None:
        return
    lead.name = lead.organisation_name = lead.phone = lead.email = lead.message = ""
    lead.erased_at = now
    lead.handled_at = lead.handled_at or now
    session.flush()
    trail.record(session, actor, events.LEAD_ERASED, "lead", lead.id, now=now)


def _checked(target: Target, draft: LeadDraft, now: datetime) -> Lead:
    values, errors = {}, {}
    for name, read in _READERS.items():
        try:
            values[name] = read(draft)
        except Invalid as error:
            errors.update(error.errors)
    if errors:
        raise Invalid("invalid", errors=errors)
    return Lead(
        cooperative_id=target.cooperative.id,
        booth_id=target.booth.id if target.booth else None,
        product_id=target.product.id if target.product else None,
        consent_at=now,
        created_at=now,
        idempotency_key=draft.idempotency_key,
        **values,
    )


def _phone(draft: LeadDraft) -> str:
    if not draft.phone and not draft.email:
        raise Invalid.field("phone", _l("Write a phone number or an e-mail address, so that they can answer."))
    return read_phone(draft.phone) if draft.phone else ""


def _consent(draft: LeadDraft) -> str:
    if not draft.consent:
        raise Invalid.field("consent", _l("Without your consent we may not pass your contact on."))
    return draft.consent


_READERS: dict[str, Callable[[LeadDraft], str]] = {
    "name": lambda draft: required_text("name", draft.name, 120),
    "organisation_name": lambda draft: checked_text("organisation_name", draft.organisation_name, 160),
    "phone": _phone,
    "email": lambda draft: read_email(draft.email) if draft.email else "",
    "message": lambda draft: checked_text("message", draft.message, 2_000),
    "consent_text": _consent,
}
"""How each column is read, so that a visitor hears of everything at once."""


def _check_flood(session: Session, lead: Lead, now: datetime) -> None:
    same = [column == value for column, value in ((Lead.phone, lead.phone), (Lead.email, lead.email)) if value]
    lately = select(func.count(Lead.id)).where(or_(*same), Lead.created_at > now - timedelta(days=1))
    if (session.scalar(lately) or 0) >= MOST_A_DAY:
        raise Conflict("too_many", _l("This contact was left many times today. Please try again tomorrow."))


def _check_own(actor: Actor, lead: Lead) -> None:
    actor.check(SEE_LEADS)
    if lead.cooperative_id != actor.organisation_id:
        raise NotFound()
