"""The mails of this room: always sent, in the reader's language, with links that begin with ``SITE_URL``."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.config import Settings
from marketplace.core.text import _l
from marketplace.notifications.letters import Letter, written
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.services import mail_to


@dataclass(frozen=True)
class Words:
    """Subject and text of a mail, lazy; ``%(site)s`` is the site's name, ``%(address)s`` an e-mail address."""

    subject: Any
    body: Any


VERIFY = Words(
    _l("Confirm your e-mail address for %(site)s"),
    _l(
        "An account at %(site)s was made with this address. Open the link below and press the button to confirm "
        "that the address is yours. The link works once, for three days.\n\nIf you did not make an account, do "
        "nothing: without your confirmation it can do nothing either."
    ),
)
ALREADY = Words(
    _l("You have an account at %(site)s already"),
    _l(
        "Somebody, probably you, wanted to make an account with this address. You have one already: just sign in. "
        "If you do not remember the password, the sign-in page helps you to a new one.\n\nIf it was not you, there "
        "is nothing to do: nothing was changed."
    ),
)
RESET = Words(
    _l("Choose a new password for %(site)s"),
    _l(
        "Somebody, probably you, asked for a new password. Open the link below and choose one. The link works once, "
        "for 30 minutes.\n\nIf it was not you, do nothing: your password stays as it is."
    ),
)
NEW_ADDRESS = Words(
    _l("Confirm your new e-mail address for %(site)s"),
    _l(
        "Your account at %(site)s shall get this address. Sign in, open the link below and press the button. "
        "The link works once, for one day.\n\nIf you did not ask for this, do nothing."
    ),
)
ADDRESS_IS_YOURS = Words(
    _l("Your e-mail address is used at %(site)s already"),
    _l(
        "Somebody wanted to use this address for another account. That does not work, because it is the address of "
        "your account. Nothing was changed."
    ),
)
ADDRESS_ASKED = Words(
    _l("Your e-mail address at %(site)s is about to change"),
    _l(
        "Somebody who is signed in as you asked to change the e-mail address of your account to %(address)s. "
        "It changes as soon as it is confirmed there.\n\nIf it was not you, change your password now and end all "
        "other sign-ins: somebody else is in your account."
    ),
)
ADDRESS_CHANGED = Words(
    _l("Your e-mail address at %(site)s was changed"),
    _l(
        "Your account has the e-mail address %(address)s now; no more mails come to this one.\n\nIf it was not you, "
        "tell the operator of the site at once."
    ),
)


def write(
    session: Session, person: User, words: Words, *, path: str = "", to: str = "", address: str = "", now: datetime
) -> OutgoingMail:
    """Write a mail to a person, or to ``to``, in the transaction of its cause. ``path`` is a page of this site."""
    settings: Settings = current_app.config["SETTINGS"]
    with force_locale(person.language):
        values = {"site": settings.site_name, "address": address}
        letter = Letter(
            name=person.name,
            body=str(words.body) % values,
            site_name=settings.site_name,
            link=site_address(path) if path else "",
        )
        mail = mail_to(to or person.email, str(words.subject) % values, written(letter), now=now)
    session.add(mail)
    session.flush()
    return mail


def site_address(path: str) -> str:
    """Return the whole address of a page: from the settings, never from what a visitor's browser says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.site_url + path


def page(endpoint: str, token: str = "") -> str:
    """Return the path of the page that a mail leads to."""
    return url_for(endpoint, token=token) if token else url_for(endpoint)
