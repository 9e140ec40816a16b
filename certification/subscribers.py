"""What follows from events of certificates: who is told."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from certification import events, queries
from certification.desk.offices import officials_for
from certification.models import Certificate
from certification.permissions import SUBMIT_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts import queries as accounts
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

NAME = "tell_of_certificates"

SUBMITTED = Notice(
    "certificate_submitted",
    _l("To check: %(scheme)s of %(holder)s"),
    _l("%(cooperative)s has submitted %(scheme)s %(number)s. It waits for a decision."),
)
HOLDER_NOTICES = {
    events.CERTIFICATE_VERIFIED: Notice(
        "certificate_verified",
        _l("%(scheme)s of %(holder)s is verified"),
        _l("%(scheme)s %(number)s was checked and is now shown as verified."),
    ),
    events.CERTIFICATE_CORRECTION_ASKED: Notice(
        "certificate_correction",
        _l("%(scheme)s of %(holder)s needs a correction"),
        _l("An official looked at %(scheme)s %(number)s and asks: %(reason)s"),
    ),
    events.CERTIFICATE_REJECTED: Notice(
        "certificate_rejected",
        _l("%(scheme)s of %(holder)s is rejected"),
        _l("An official rejected %(scheme)s %(number)s: %(reason)s"),
    ),
    events.CERTIFICATE_REVOKED: Notice(
        "certificate_revoked",
        _l("%(scheme)s of %(holder)s is revoked"),
        _l("%(scheme)s %(number)s counts no longer: %(reason)s"),
    ),
    events.CERTIFICATE_BEGAN: Notice(
        "certificate_began",
        _l("%(scheme)s of %(holder)s holds from today"),
        _l("%(scheme)s %(number)s has reached its first valid day."),
    ),
    events.CERTIFICATE_ENDED: Notice(
        "certificate_ended",
        _l("%(scheme)s of %(holder)s has ended"),
        _l("%(scheme)s %(number)s is over. Submit its renewal, so that goods that need it can be ordered."),
    ),
}
"""By event, for the people of the holder's cooperative."""


@subscribe(NAME, events.CERTIFICATE_SUBMITTED, *HOLDER_NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell officials of what is submitted, and the cooperative of what was decided or ended."""
    certificate = queries.certificate(session, happening.subject_id)
    values = _values(certificate)
    if happening.name == events.CERTIFICATE_SUBMITTED:
        url = url_for("verifier.review", code=certificate.code)
        notify(session, officials_for(session, certificate), SUBMITTED, url=url, now=now, values=values)
        return
    if happening.name == events.CERTIFICATE_ENDED and certificate.replaced_from is not None:
        return  # its renewal counts already: nothing to do, nothing to say
    people = accounts.users_holding(session, SUBMIT_CERTIFICATE, certificate.cooperative_id)
    url = url_for("holder.show", code=certificate.code)
    notify(session, people, HOLDER_NOTICES[happening.name], url=url, now=now, values=values)


def _values(certificate: Certificate) -> dict[str, object]:
    return {
        "scheme": scheme(certificate.scheme).short_name,
        "holder": certificate.producer.name,
        "cooperative": certificate.cooperative.name,
        "number": certificate.number or certificate.application_receipt,
        "reason": certificate.reason,
    }
