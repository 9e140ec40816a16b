"""Contacts that are erased for their visitors: when their time is over, when consent is withdrawn, on request.

UU PDP (Law 27/2022), articles 8 and 9: whoever agreed may withdraw; article 40: then it ends within 3 x 24 hours.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from catalog.fairs import leads
from catalog.fairs.consent import KEPT
from catalog.fairs.models import Lead
from catalog.permissions import RUN_FAIR
from marketplace.accounts.models import Organisation
from marketplace.accounts.people import read_email
from marketplace.accounts.phones import read_phone
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l

AT_ONCE = 500
"""So many old contacts are erased in one turn."""


def erase_old(session: Session, *, now: datetime) -> int:
    """Erase the contacts whose time is over and return how many; the counts of fairs stay."""
    old = _living().where(Lead.created_at <= now - KEPT).order_by(Lead.id).limit(AT_ONCE)
    return _wipe(session, SYSTEM, old, now)


def withdraw(session: Session, lead_id: int, *, now: datetime) -> Lead:
    """Erase a contact because its visitor wishes so; twice is once. Raise ``NotFound`` for none."""
    lead = by_id(session, lead_id)
    leads.wipe(session, SYSTEM, lead, now=now)
    return lead


def erase_on_request(session: Session, actor: Actor, text: str, *, now: datetime) -> int:
    """Erase at all cooperatives what was left with a phone number or e-mail address; return how many contacts.

    For officials, who never see a contact. Raise ``NotAllowed``, and ``Invalid`` for what is neither.
    """
    actor.check(RUN_FAIR)
    return _wipe(session, actor, _living().where(_left_with(text)), now)


def by_id(session: Session, lead_id: int) -> Lead:
    """Return the contact that a signed address names; raise ``NotFound``."""
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFound()
    return lead


def cooperative_of(session: Session, lead: Lead) -> Organisation:
    """Return for whom a contact was."""
    return session.get_one(Organisation, lead.cooperative_id)


def _living() -> Select[Lead]:
    return select(Lead).where(Lead.erased_at.is_(None))


def _left_with(text: str) -> ColumnElement[bool]:
    try:
        return Lead.email == read_email(text) if "@" in text else Lead.phone == read_phone(text)
    except Invalid as error:
        raise Invalid.field("contact", _l("Write a phone number or an e-mail address.")) from error


def _wipe(session: Session, actor: Actor, wanted: Select[Lead], now: datetime) -> int:
    found = list(session.scalars(wanted))
    for lead in found:
        leads.wipe(session, actor, lead, now=now)
    return len(found)
