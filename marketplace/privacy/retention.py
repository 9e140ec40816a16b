"""The regular task that keeps what is personal no longer than the privacy notice promises."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from marketplace.accounts.models import SignInSession
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.notifications.models import MailState, Notification, OutgoingMail
from marketplace.privacy import complaints, periods


@scheduled("erase_what_is_old", every=timedelta(hours=12))
def run(database: Database, now: datetime) -> None:
    """Erase what is old."""
    with database.transaction() as session:
        sweep(session, now=now)


def sweep(session: Session, *, now: datetime) -> None:
    """Erase mails, notices, sign-ins and complaints whose time is over; a mail that still waits is kept."""
    over = now - periods.SIGN_INS
    for old in (
        delete(OutgoingMail).where(
            OutgoingMail.state != MailState.WAITING, OutgoingMail.created_at < now - periods.MAILS
        ),
        delete(Notification).where(Notification.created_at < now - periods.NOTICES),
        delete(SignInSession).where(or_(SignInSession.ended_at < over, SignInSession.expires_at < over)),
    ):
        session.execute(old)
    complaints.erase_old(session, now=now)
