"""Sending the e-mails that wait: one by one, outside any transaction, tried again after a fault."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from marketplace.adapters.mail import Mail, Mailer, MailFailed
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.notifications import bounces
from marketplace.notifications.models import MailState, OutgoingMail

MAX_ATTEMPTS = 10


@scheduled("send_mails", every=timedelta(seconds=2))
def send_due(database: Database, now: datetime) -> None:
    """Send what is due; a mail server that is down delays mails, it loses none."""
    mailer: Mailer = current_app.extensions["mailer"]
    due = select(OutgoingMail.id).where(OutgoingMail.state == MailState.WAITING, OutgoingMail.next_attempt_at <= now)
    with database.reading() as session:
        ids = session.scalars(due.order_by(OutgoingMail.id).limit(50)).all()
    for mail_id in ids:
        _send(database, mailer, mail_id, now)


def _send(database: Database, mailer: Mailer, mail_id: int, now: datetime) -> None:
    with database.reading() as session:
        row = session.get_one(OutgoingMail, mail_id)
        mail = Mail(
            to=row.recipient,
            subject=row.subject,
            text=row.text,
            message_id=row.message_id,
            unsubscribe_url=row.unsubscribe_url,
        )
    error = ""
    permanent = returned = False
    try:
        mailer.send(mail)
    except MailFailed as fault:
        error, permanent, returned = str(fault), fault.permanent, fault.is_returned
    with database.transaction() as session:
        row = session.get_one(OutgoingMail, mail_id)
        row.attempts += 1
        row.last_error = error[:2000]
        if not error:
            row.state = MailState.SENT
        elif permanent or row.attempts >= MAX_ATTEMPTS:
            row.state = MailState.FAILED
        if returned:
            bounces.note(session, row.recipient, error, now=now)
        row.next_attempt_at = now + timedelta(seconds=30 * 2**row.attempts)
