"""The head of the chain of events, mailed to the operators every day: kept outside, it shows a cut tail."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.config import Settings
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events import chain
from marketplace.events.schedule import scheduled
from marketplace.notifications.letters import Letter, written
from marketplace.notifications.services import mail_to
from marketplace.operation.permissions import SEE_FIGURES

SUBJECT = _l("%(site)s: the record of %(length)s events ends here")
TEXT = _l(
    "everything that happens on %(url)s is written down as a chain of events, each sealed by the one before. "
    "Today it ends here:\n\n"
    "%(head)s\n\n"
    "Keep this mail; nothing needs to be done now. If you ever doubt that the record is whole, have this run on the "
    "machine of the site, with the line above in the place of the dots. It says whether everything up to today is "
    "still as it was written:\n\n"
    "python -m marketplace doctor --head ..."
)
WHY = _l("You get this mail every day because you are an operator of %(site)s.")


@scheduled("mail_head", every=timedelta(days=1))
def mail_head(database: Database, now: datetime) -> None:
    """Mail the head to every operator, each in their own language."""
    with database.transaction() as session:
        _mail(session, now)


def _mail(session: Session, now: datetime) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    head = chain.head(session)
    values = {"site": settings.site_name, "url": settings.site_url, "head": str(head), "length": head.length}
    for operator in queries.users_holding(session, SEE_FIGURES):
        with force_locale(operator.language):
            subject, body, why = (str(words) % values for words in (SUBJECT, TEXT, WHY))
            text = written(Letter(name=operator.name, body=body, site_name=settings.site_name, why=why))
        session.add(mail_to(operator.email, subject, text, now=now))
