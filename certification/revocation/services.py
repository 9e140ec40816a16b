"""Revoking by two people: proposing, signing, declining, taking back, and holding a paper while it is decided.

Each step locks the certificate first, then reads the proposal afresh: of two who press at once one has an effect.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from certification import decisions, events
from certification.decisions import MAX_REASON, check_judge, check_not_own
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.permissions import REVOKE_CERTIFICATE
from certification.queries import lock
from certification.revocation.holding import let_go, put_on_hold
from certification.revocation.locking import check_open, open_proposal, refresh
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import (
    PROPOSAL,
    REASONS,
    ProposalAction,
    ProposalState,
    Side,
    lapses_at,
    side_of,
)
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.events import trail

ENDINGS = {
    ProposalAction.DECLINE: events.REVOCATION_DECLINED,
    ProposalAction.WITHDRAW: events.REVOCATION_WITHDRAWN,
    ProposalAction.LAPSE: events.REVOCATION_LAPSED,
}


@dataclass(frozen=True, kw_only=True)
class ProposalDraft:
    """What an official proposes while looking at one version of the record."""

    template: str
    reason: str
    version: int
    hold: bool = False
    """Whether the paper is put on hold until the proposal is decided."""


def propose(
    session: Session, actor: Actor, certificate: Certificate, draft: ProposalDraft, *, now: datetime
) -> RevocationProposal:
    """Propose to revoke a verified record; nothing is revoked until a second person signs.

    Sent twice it is one proposal. Raise ``Conflict`` where the record changed or another proposal is open,
    ``NotAllowed`` on one's own organisation or in another regency, ``Invalid`` without a reason.
    """
    actor.check(REVOKE_CERTIFICATE)
    check_judge(session, actor, certificate)
    lock(session, certificate)
    there = open_proposal(session, certificate)
    if there is not None:
        if (there.proposed_by_id, there.reason) == (actor.user_id, draft.reason.strip()):
            return there
        raise Conflict("already_proposed", _l("A revocation is already proposed. See it, then sign or decline it."))
    if certificate.state != CertificateState.VERIFIED:
        raise Conflict("not_verified", _l("It is not verified any more. See how it stands now."))
    if certificate.version != draft.version:
        raise Conflict("stale", _l("The record has changed. Look at it again before you propose to revoke it."))
    proposal = _written(session, actor, certificate, draft, now)
    data = {"proposal": proposal.id, "reason": proposal.template}
    trail.record(session, actor, events.REVOCATION_PROPOSED, "certificate", certificate.id, now=now, **data)
    if draft.hold:
        put_on_hold(session, actor, proposal, now)
    return proposal


def sign(session: Session, actor: Actor, proposal: RevocationProposal, *, version: int, now: datetime) -> None:
    """Revoke for good what somebody else proposed. Raises as ``_second`` does."""
    if not _second(session, actor, proposal, ProposalAction.SIGN, version=version, now=now):
        return
    certificate = proposal.certificate
    reason, proposed_by = proposal.reason, proposal.proposed_by_id
    decisions.revoke(session, actor, certificate, reason, proposed_by_id=proposed_by, now=now)
    _close(session, actor, proposal, ProposalAction.SIGN, Side.SECOND, now)


def decline(
    session: Session, actor: Actor, proposal: RevocationProposal, reason: str, *, version: int, now: datetime
) -> None:
    """Refuse what somebody else proposed, with a reason that the proposer reads; a hold ends. Raises as ``_second``."""
    if not _second(session, actor, proposal, ProposalAction.DECLINE, version=version, now=now):
        return
    if not reason.strip():
        raise Invalid.field("reason", _l("Say why you decline, so that the proposer understands it."))
    proposal.closing_reason = reason.strip()[:MAX_REASON]
    _close(session, actor, proposal, ProposalAction.DECLINE, Side.SECOND, now)


def withdraw(session: Session, actor: Actor, proposal: RevocationProposal, *, now: datetime) -> None:
    """Take back one's own proposal; a hold ends. Raise ``NotAllowed`` on another's, ``Conflict`` once it is decided."""
    actor.check(REVOKE_CERTIFICATE)
    refresh(session, proposal)
    if side_of(actor.user_id, proposal.proposed_by_id) != Side.PROPOSER:
        raise NotAllowed("not_proposer", _l("Only whoever proposed it can take it back."))
    if proposal.state == ProposalState.WITHDRAWN:
        return  # a double click
    check_open(proposal, now)
    _close(session, actor, proposal, ProposalAction.WITHDRAW, Side.PROPOSER, now)


def lapse(session: Session, proposal: RevocationProposal, *, now: datetime) -> None:
    """End a proposal that nobody signed in time; a hold ends with it. Nothing where it is not due or decided."""
    refresh(session, proposal)
    if proposal.state == ProposalState.OPEN and lapses_at(proposal.proposed_at) <= now:
        _close(session, SYSTEM, proposal, ProposalAction.LAPSE, Side.CLOCK, now)


def _second(
    session: Session,
    actor: Actor,
    proposal: RevocationProposal,
    action: ProposalAction,
    *,
    version: int,
    now: datetime,
) -> bool:
    """Check that a second person may act now; False where this very act is in the book already (a double click).

    Raise ``NotAllowed`` for the proposer and for one's own organisation, ``Conflict`` where the proposal was
    decided, taken back, has lapsed or changed since the page was opened.
    """
    actor.check(REVOKE_CERTIFICATE)
    refresh(session, proposal)
    check_not_own(session, actor, proposal.certificate)
    if side_of(actor.user_id, proposal.proposed_by_id) != Side.SECOND:
        raise NotAllowed("same_person", _l("A second person must sign: nobody revokes alone."))
    if (proposal.state, proposal.closed_by_id) == (_target(action), actor.user_id):
        return False
    check_open(proposal, now)
    if proposal.version != version:
        raise Conflict("stale", _l("The proposal has changed. Look at it again before you decide."))
    return True


def _target(action: ProposalAction) -> ProposalState:
    return PROPOSAL.next(ProposalState.OPEN, action, Side.SECOND)


def _written(
    session: Session, actor: Actor, certificate: Certificate, draft: ProposalDraft, now: datetime
) -> RevocationProposal:
    if draft.template not in REASONS:
        raise Invalid.field("template", _l("Choose a reason."))
    reason = draft.reason.strip()[:MAX_REASON]
    if not reason:
        raise Invalid.field("reason", _l("Say why, so that they can mend it."))
    proposal = RevocationProposal(
        certificate_id=certificate.id,
        state=ProposalState.OPEN,
        template=draft.template,
        reason=reason,
        proposed_at=now,
        proposed_by_id=actor.user_id,
        proposed_by_organisation_id=actor.organisation_id,
    )
    session.add(proposal)
    session.flush()
    return proposal


def _close(
    session: Session, actor: Actor, proposal: RevocationProposal, action: ProposalAction, side: Side, now: datetime
) -> None:
    proposal.state = PROPOSAL.next(ProposalState(proposal.state), action, side)
    proposal.closed_at = now
    proposal.closed_by_id = actor.user_id or None
    proposal.closed_by_organisation_id = actor.organisation_id
    session.flush()
    session.expire(proposal, ["closed_by", "closed_by_organisation"])
    if action in ENDINGS:
        data = {"proposal": proposal.id}
        trail.record(session, actor, ENDINGS[action], "certificate", proposal.certificate_id, now=now, **data)
        if proposal.held_at is not None:
            let_go(session, actor, proposal, now)
