"""Reading the mails that wait to be sent, as their people would."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.notifications.models import OutgoingMail

LINK = re.compile(r"https?://\S+")


def mails_to(session: Session, address: str) -> list[OutgoingMail]:
    """Return the mails to an address, oldest first."""
    return list(
        session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == address).order_by(OutgoingMail.id))
    )


def path_in(mail: OutgoingMail) -> str:
    """Return the path of the page that a mail leads to."""
    found = LINK.search(mail.text)
    assert found, mail.text
    return urlsplit(found.group()).path


def token_in(mail: OutgoingMail) -> str:
    """Return the token of the link in a mail."""
    return path_in(mail).rpartition("/")[2]
