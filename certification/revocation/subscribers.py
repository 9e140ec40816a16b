"""Who is told of proposals to revoke: who may sign, who proposed, and the holder once something changes for them."""

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from certification import events
from certification.permissions import REVOKE_CERTIFICATE, SUBMIT_CERTIFICATE
from certification.revocation import queries
from certification.revocation.models import RevocationProposal
from certification.schemes import scheme
from marketplace.accounts import queries as accounts
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

NAME = "tell_of_revocations"

PROPOSED = Notice(
    "certificate_revocation_proposed",
    _l("To sign or decline: revoking %(scheme)s of %(holder)s"),
    _l("%(proposer)s proposes to revoke %(scheme)s %(number)s: %(reason)s"),
)
HOLDER_NOTICES = {
    events.CERTIFICATE_HELD: Notice(
        "certificate_held",
        _l("%(scheme)s of %(holder)s is on hold"),
        _l("%(scheme)s %(number)s counts for nothing until an official has decided: %(reason)s"),
    ),
    events.CERTIFICATE_RELEASED: Notice(
        "certificate_released",
        _l("%(scheme)s of %(holder)s counts again"),
        _l("%(scheme)s %(number)s is no longer on hold."),
    ),
}
PROPOSER_NOTICES = {
    events.CERTIFICATE_REVOKED: Notice(
        "certificate_revocation_signed",
        _l("Signed: %(scheme)s of %(holder)s is revoked"),
        _l("%(closer)s has signed your proposal."),
    ),
    events.REVOCATION_DECLINED: Notice(
        "certificate_revocation_declined",
        _l("Declined: revoking %(scheme)s of %(holder)s"),
        _l("%(closer)s has declined your proposal: %(closing)s"),
    ),
    events.REVOCATION_LAPSED: Notice(
        "certificate_revocation_lapsed",
        _l("Lapsed: revoking %(scheme)s of %(holder)s"),
        _l("Nobody signed or declined your proposal within 14 days. %(scheme)s %(number)s goes on as before."),
    ),
}
"""By event. A proposal without a hold changes nothing for the holder, who is told of it only once it is signed."""


@subscribe(NAME, events.REVOCATION_PROPOSED, *HOLDER_NOTICES, *PROPOSER_NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell whom the step concerns."""
    proposal = _proposal(session, happening)
    if proposal is None:
        return
    values = _values(proposal)
    certificate = proposal.certificate
    page = url_for("revocation.show", proposal_id=proposal.id)
    if happening.name in HOLDER_NOTICES:
        people = accounts.users_holding(session, SUBMIT_CERTIFICATE, certificate.cooperative_id)
        url = url_for("holder.show", code=certificate.code)
        notify(session, people, HOLDER_NOTICES[happening.name], url=url, now=now, values=values)
    elif happening.name in PROPOSER_NOTICES:
        notify(session, [proposal.proposed_by], PROPOSER_NOTICES[happening.name], url=page, now=now, values=values)
    else:
        own = {person.id for person in accounts.members(session, certificate.cooperative_id)}
        people = accounts.users_holding(session, REVOKE_CERTIFICATE)
        others = [person for person in people if person.id not in own | {proposal.proposed_by_id}]
        notify(session, others, PROPOSED, url=page, now=now, values=values)


def _proposal(session: Session, happening: Happening) -> RevocationProposal | None:
    """Return the proposal that an event belongs to; records revoked before two had to sign have none."""
    if "proposal" in happening.data:
        return queries.proposal_by_id(session, int(happening.data["proposal"]))
    return queries.signed_on(session, happening.subject_id)


def _values(proposal: RevocationProposal) -> dict[str, object]:
    certificate = proposal.certificate
    return {
        "scheme": scheme(certificate.scheme).short_name,
        "holder": certificate.producer.name,
        "number": certificate.number,
        "proposer": proposal.proposed_by.name,
        "reason": proposal.reason,
        "closer": proposal.closed_by.name if proposal.closed_by is not None else "",
        "closing": proposal.closing_reason,
    }
