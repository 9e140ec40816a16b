"""What follows from changes of the ways in: the person is told, so that nobody else does it in silence."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.core.text import _l
from marketplace.credentials import events
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

CHANGED = Notice(
    "security_password_changed",
    _l("Your password was changed"),
    _l(
        "All other sign-ins of your account were ended. If it was not you, ask for a new password on the sign-in page "
        "at once and tell the operator of the site."
    ),
)
LINK_MADE = Notice(
    "security_reset_link_made",
    _l("The operator made a link to a new password for you"),
    _l("It works once, for 30 minutes. If you did not ask for it, tell the operator of the site."),
)
ADDRESS = Notice(
    "security_email_changed",
    _l("Your e-mail address was changed"),
    _l("Mails come to this address from now on, and you sign in with it. The old address was told too."),
)
NOTICES = {
    events.PASSWORD_CHANGED: CHANGED,
    events.PASSWORD_RESET: CHANGED,
    events.RESET_LINK_MADE: LINK_MADE,
    events.EMAIL_CHANGED: ADDRESS,
}


@subscribe("tell_of_credentials", *NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the person whose account it is."""
    person = queries.person(session, happening.subject_id)
    if person.erased_at is None:
        notify(session, [person], NOTICES[happening.name], url=url_for("account.show"), now=now)
