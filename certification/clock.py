"""What the calendar does to certificates: one event on the day a paper begins to hold, one after its last day."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Date, exists, func, select
from sqlalchemy.orm import Session

from certification import events
from certification.lifecycle import CertificateState
from certification.models import Certificate
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import SYSTEM
from marketplace.db import Database
from marketplace.events import trail
from marketplace.events.models import Event
from marketplace.events.schedule import scheduled


@scheduled("turn_certificates", every=timedelta(minutes=5))
def turn(database: Database, now: datetime) -> None:
    """Record what began and what ended; days that the worker missed are made up for, nothing is recorded twice."""
    day = jakarta_day(now)
    with database.transaction() as session:
        steps = ((events.CERTIFICATE_BEGAN, _begun(session, day)), (events.CERTIFICATE_ENDED, _ended(day)))
        for name, reached in steps:
            for certificate_id in _unrecorded(session, name, reached):
                trail.record(session, SYSTEM, name, "certificate", certificate_id, now=now)


def _begun(session: Session, day: date) -> ColumnElement[bool]:
    """Only papers that an official verified before their first valid day begin: the others held at once."""
    return (Certificate.valid_from <= day) & (_decided_on(session) < Certificate.valid_from)


def _decided_on(session: Session) -> ColumnElement[date]:
    """Build the day in Jakarta of a decision; there the clocks have stood at UTC+7 since 1964."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(Certificate.decided_at, "+7 hours", type_=Date)
    return func.date(func.timezone("Asia/Jakarta", Certificate.decided_at), type_=Date)


def _ended(day: date) -> ColumnElement[bool]:
    return Certificate.valid_until < day


def _unrecorded(session: Session, name: str, reached: ColumnElement[bool]) -> list[int]:
    recorded = exists().where(
        Event.subject_kind == "certificate", Event.subject_id == Certificate.id, Event.name == name
    )
    verified = Certificate.state == CertificateState.VERIFIED
    return list(session.scalars(select(Certificate.id).where(verified, reached, ~recorded).order_by(Certificate.id)))
