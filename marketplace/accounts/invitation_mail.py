"""The mail that invites somebody: the only place where the link is written down."""

from datetime import datetime

from flask import current_app, url_for
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import User
from marketplace.accounts.names import role_name
from marketplace.config import Settings
from marketplace.core.text import _l
from marketplace.notifications.letters import Letter, written
from marketplace.notifications.services import mail_to

SUBJECT = _l("%(organisation)s invites you to %(site)s")
BODY = _l(
    "%(inviter)s invites you to act for %(organisation)s at %(site)s, as: %(role)s.\n\nOpen the link below to join. "
    "It works once, for 72 hours, and only for this address.\n\nIf you do not know this organisation, do nothing."
)


def write(session: Session, invitation: Invitation, token: str, *, now: datetime) -> None:
    """Write the mail in the transaction of the invitation; the link begins with ``SITE_URL`` and nothing else.

    In the language of the person who has the address, else of the person who invites.
    """
    settings: Settings = current_app.config["SETTINGS"]
    inviter = session.get_one(User, invitation.invited_by_id)
    known = session.scalar(select(User).where(User.email == invitation.email))
    with force_locale((known or inviter).language):
        values = {
            "organisation": invitation.organisation.name,
            "site": settings.site_name,
            "inviter": inviter.name,
            "role": role_name(invitation.role),
        }
        letter = Letter(
            name=known.name if known else invitation.email,
            body=str(BODY) % values,
            site_name=settings.site_name,
            link=settings.site_url + url_for("invitation.show", token=token),
        )
        session.add(mail_to(invitation.email, str(SUBJECT) % values, written(letter), now=now))
    session.flush()
