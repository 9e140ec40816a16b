"""The clock of the runway: reminders that are due and not yet sent; a run that was missed loses nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certification import events
from certification.desk.offices import regency_of
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.runway.following import is_followed
from certification.runway.models import CertificateReminder
from certification.runway.rules import STEPS, is_due, step_reached
from certification.runway.speed import leads
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import trail
from marketplace.events.schedule import scheduled

MOST_AT_ONCE = 500
"""Reminders of one transaction; the next run goes on with the rest."""


@dataclass(frozen=True)
class _Ending:
    certificate_id: int
    valid_until: date
    lead: int


@scheduled("remind_of_certificates", every=timedelta(minutes=30))
def run(database: Database, now: datetime) -> None:
    """Send what is due."""
    with database.transaction() as session:
        remind(session, now=now)


def remind(session: Session, *, now: datetime) -> int:
    """Write down every reminder that is due, up to ``MOST_AT_ONCE``, and return how many; mails follow the events."""
    day = jakarta_day(now)
    sent = 0
    for ending in _due(session, day, now):
        step = step_reached(ending.valid_until, day, lead=ending.lead)
        session.add(
            CertificateReminder(
                certificate_id=ending.certificate_id, valid_until=ending.valid_until, step=step, sent_at=now
            )
        )
        days = {"days_left": (ending.valid_until - day).days, "lead": ending.lead}
        trail.record(
            session, SYSTEM, events.CERTIFICATE_REMINDED, "certificate", ending.certificate_id, now=now, **days
        )
        sent += 1
        if sent == MOST_AT_ONCE:
            break
    session.flush()
    return sent


def _due(session: Session, day: date, now: datetime) -> Iterator[_Ending]:
    earlier = leads(session, now=now)
    horizon = day + timedelta(days=max(STEPS) + max(earlier.values(), default=0))
    last_sent = (
        select(func.min(CertificateReminder.step))
        .where(
            CertificateReminder.certificate_id == Certificate.id,
            CertificateReminder.valid_until == Certificate.valid_until,
        )
        .scalar_subquery()
    )
    statement = (
        select(Certificate.id, Certificate.valid_until, Organisation.region_code, last_sent)
        .join(Organisation, Organisation.id == Certificate.cooperative_id)
        .where(
            Certificate.state == CertificateState.VERIFIED,
            Certificate.valid_until.between(day, horizon),
            Certificate.replaced_from.is_(None),
            Organisation.state == OrganisationState.ACTIVE,
            ~is_followed(),
        )
        .order_by(Certificate.valid_until, Certificate.id)
    )
    for certificate_id, valid_until, region, sent in session.execute(statement):
        lead = earlier.get(regency_of(region), 0)
        if valid_until is not None and is_due(valid_until, day, sent, lead=lead):
            yield _Ending(certificate_id, valid_until, lead)
