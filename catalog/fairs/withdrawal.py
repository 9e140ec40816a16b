"""The address with which a visitor withdraws a contact: signed, so that nobody makes up another's."""

from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from catalog.fairs.models import Lead
from marketplace.config import Settings
from marketplace.core.errors import NotFound
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.services import mail_to

SALT = "contact-withdrawal"
KEY = "contact"
"""Name of the value in the session cookie: the token of the contact that this browser left last."""


def token_for(lead: Lead) -> str:
    """Return the signed name of a contact; it does not run out, for consent can be withdrawn at any time."""
    return str(_signer().dumps(lead.id))


def read_token(token: str) -> int:
    """Return the id of the contact in a token; raise ``NotFound`` where it was not signed here."""
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound() from error


def address(token: str) -> str:
    """Return the whole address that withdraws a contact: from the settings, never from what a browser says."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.site_url + url_for("forgetting.withdraw", token=token)


def mail(lead: Lead, cooperative: str, *, now: datetime) -> OutgoingMail:
    """Write the mail with the address, in the visitor's language.

    It repeats nothing that the visitor typed: anybody can type anybody's address.
    """
    settings: Settings = current_app.config["SETTINGS"]
    text = _(
        "A contact with this e-mail address was left for %(name)s at %(site)s. They will get in touch.\n\n"
        "If you do not want that any more, now or later, open this address and press the button; the contact is "
        "erased at once:\n%(link)s\n\nOtherwise it is erased after 24 months.",
        name=cooperative,
        site=settings.site_name,
        link=address(token_for(lead)),
    )
    subject = _("Your contact for %(name)s", name=cooperative)
    return mail_to(lead.email, str(subject), f"{text}\n\n-- \n{settings.site_name}\n", now=now)


def _signer() -> URLSafeSerializer:
    settings: Settings = current_app.config["SETTINGS"]
    return URLSafeSerializer(settings.secret_key, salt=SALT)
