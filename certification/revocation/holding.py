"""Holding a paper while a proposal to revoke it is open: it counts for nothing, its holder is told why.

Without a hold everything stays as it was until a second person signs: one person alone takes nothing out of force
for good, and puts it on hold for 14 days at most.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from certification import events
from certification.decisions import check_not_own
from certification.permissions import REVOKE_CERTIFICATE
from certification.revocation.locking import check_open, refresh
from certification.revocation.models import RevocationProposal
from certification.revocation.queries import has_failed_before
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail


def hold(session: Session, actor: Actor, proposal: RevocationProposal, *, now: datetime) -> None:
    """Put the paper on hold until the proposal is decided; it counts for nothing meanwhile."""
    _reachable(session, actor, proposal, now)
    if proposal.held_at is None:
        put_on_hold(session, actor, proposal, now)


def release(session: Session, actor: Actor, proposal: RevocationProposal, *, now: datetime) -> None:
    """Let the paper count again while the proposal stays open."""
    _reachable(session, actor, proposal, now)
    if proposal.held_at is not None:
        let_go(session, actor, proposal, now)


def put_on_hold(session: Session, actor: Actor, proposal: RevocationProposal, now: datetime) -> None:
    """Put the paper of a locked, open proposal on hold; raise ``Conflict`` where the actor's last one came to nothing.

    Else one person could hold a paper for ever: propose, withdraw or let it lapse, propose again.
    """
    if has_failed_before(session, actor, proposal):
        raise Conflict(
            "held_before", _l("You proposed this before and it was not signed: now a colleague must hold it.")
        )
    proposal.held_at, proposal.held_by_id = now, actor.user_id
    proposal.certificate.on_hold = True
    session.flush()
    session.expire(proposal, ["held_by"])
    data = {"proposal": proposal.id}
    trail.record(session, actor, events.CERTIFICATE_HELD, "certificate", proposal.certificate_id, now=now, **data)


def let_go(session: Session, actor: Actor, proposal: RevocationProposal, now: datetime) -> None:
    """End the hold of a locked proposal: the paper counts again."""
    proposal.held_at = proposal.held_by_id = None
    proposal.certificate.on_hold = False
    session.flush()
    data = {"proposal": proposal.id}
    trail.record(session, actor, events.CERTIFICATE_RELEASED, "certificate", proposal.certificate_id, now=now, **data)


def _reachable(session: Session, actor: Actor, proposal: RevocationProposal, now: datetime) -> None:
    actor.check(REVOKE_CERTIFICATE)
    refresh(session, proposal)
    check_not_own(session, actor, proposal.certificate)
    check_open(proposal, now)
