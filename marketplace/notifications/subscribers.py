"""What follows from events of accounts: who is told."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import events, queries
from marketplace.accounts.permissions import APPROVE_ORGANISATION
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

NEW_REGISTRATION = Notice(
    "organisation_registered",
    _l("New registration: %(name)s"),
    _l("%(name)s has registered and waits for approval."),
)
APPROVED = Notice(
    "organisation_approved",
    _l("%(name)s is approved"),
    _l("Your organisation can now trade here. Sign in to begin."),
)
REFUSED = Notice(
    "organisation_refused",
    _l("%(name)s is not approved yet"),
    _l("An official looked at your registration and asks: %(reason)s"),
)


@subscribe("tell_of_registrations", events.REGISTERED, events.APPROVED, events.REFUSED)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the officials of a new registration, and the people of an organisation of its decision."""
    organisation = queries.organisation(session, happening.subject_id)
    values = {"name": organisation.name, "reason": organisation.decision_reason}
    if happening.name == events.REGISTERED:
        officials = queries.users_holding(session, APPROVE_ORGANISATION)
        url = url_for("organisation.decide", organisation_id=organisation.id)
        notify(session, officials, NEW_REGISTRATION, url=url, now=now, values=values)
        return
    notice = APPROVED if happening.name == events.APPROVED else REFUSED
    people = queries.members(session, organisation.id)
    notify(session, people, notice, url=url_for("organisation.profile"), now=now, values=values)
