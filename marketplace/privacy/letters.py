"""The mail that answers a complaint, in the language it was written in."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace.config import Settings
from marketplace.notifications.letters import Letter, written
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.services import mail_to
from marketplace.privacy.models import Complaint


def answer_to(complaint: Complaint, *, now: datetime) -> OutgoingMail:
    """Write the answer to whoever complained. What they wrote themselves is not repeated."""
    settings: Settings = current_app.config["SETTINGS"]
    with force_locale(complaint.language):
        letter = Letter(
            name=complaint.name or complaint.email,
            body=complaint.answer,
            site_name=settings.site_name,
            why=str(_("This mail answers what you wrote to the operator, number %(code)s.", code=complaint.code)),
        )
        subject = _("Answer to %(code)s", code=complaint.code)
        return mail_to(complaint.email, str(subject), written(letter), now=now)
