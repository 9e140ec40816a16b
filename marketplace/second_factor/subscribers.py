"""What follows from changes of second factors: the person is told, so that a thief cannot do it unseen."""

from collections.abc import Mapping
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from marketplace.second_factor import events

ADVICE = _l("If this was not you, change your password now and tell the operator of the site.")

NOTICES: Mapping[str, Notice] = {
    events.TURNED_ON: Notice(
        "security_factor_on",
        _l("The code at sign-in is on"),
        _l("From now on your phone's code is asked for after the password. %(advice)s"),
    ),
    events.TURNED_OFF: Notice(
        "security_factor_off",
        _l("The code at sign-in is off"),
        _l("From now on the password alone opens your account. %(advice)s"),
    ),
    events.CODES_RENEWED: Notice(
        "security_codes_renewed",
        _l("You have new recovery codes"),
        _l("The earlier recovery codes are void. %(advice)s"),
    ),
    events.RECOVERY_USED: Notice(
        "security_recovery_used",
        _l("A recovery code was used"),
        _l("Somebody signed in with one of your recovery codes; %(left)s are left. %(advice)s"),
    ),
    events.RESET: Notice(
        "security_factor_reset",
        _l("The operator has taken the code at sign-in off your account"),
        _l(
            "All your devices are signed out. Sign in with your password, then set the code up again on the new "
            "phone. %(advice)s"
        ),
    ),
}


@subscribe("tell_of_second_factors", *NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell a person what happened to their second factor."""
    person = queries.person(session, happening.subject_id)
    values = {"advice": ADVICE, "left": happening.data.get("left", "")}
    notify(session, [person], NOTICES[happening.name], url=url_for("security.show"), now=now, values=values)
