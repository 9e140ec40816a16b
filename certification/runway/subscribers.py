"""Who is reminded: the people of the cooperative that holds the paper."""

from datetime import datetime

from babel.support import LazyProxy
from flask import url_for
from sqlalchemy.orm import Session

from certification import events, queries
from certification.permissions import SUBMIT_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts import queries as accounts
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from marketplace.web.i18n import long_day

REMINDER = Notice(
    "certificate_reminder",
    _l("%(scheme)s of %(holder)s ends on %(day)s"),
    _l("Days left: %(days)s. Ask its issuer for the renewal of %(number)s now, then submit the new paper here."),
)
SLOW_OFFICE = Notice(
    "certificate_reminder",
    REMINDER.title,
    _l(
        "Days left: %(days)s. Checks take longer at the moment, so this comes %(lead)s days earlier than usual: "
        "ask its issuer for the renewal of %(number)s now, then submit the new paper here."
    ),
)


@subscribe("remind_holder", events.CERTIFICATE_REMINDED)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the people of the cooperative how many days are left."""
    certificate = queries.certificate(session, happening.subject_id)
    said = happening.data
    people = accounts.users_holding(session, SUBMIT_CERTIFICATE, certificate.cooperative_id)
    values = {
        "scheme": scheme(certificate.scheme).short_name,
        "holder": certificate.producer.name,
        "number": certificate.number,
        "days": said["days_left"],
        "lead": said["lead"],
        "day": LazyProxy(long_day, certificate.valid_until, enable_cache=False),  # in each reader's language
    }
    url = url_for("holder.show", code=certificate.code)
    notify(session, people, SLOW_OFFICE if said["lead"] else REMINDER, url=url, now=now, values=values)
