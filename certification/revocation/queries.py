"""Reading proposals to revoke: the desk's list, one proposal, those of a record, and who may look at the scan."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from certification.models import Certificate, CertificateScan, Producer
from certification.permissions import REVOKE_CERTIFICATE
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import LAPSE_AFTER, ProposalState
from marketplace.accounts.models import Organisation
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor

WITH_PEOPLE = (
    joinedload(RevocationProposal.proposed_by),
    joinedload(RevocationProposal.proposed_by_organisation),
    joinedload(RevocationProposal.closed_by),
    joinedload(RevocationProposal.closed_by_organisation),
)
WITH_PAPER = (
    joinedload(RevocationProposal.certificate).joinedload(Certificate.producer).joinedload(Producer.region),
    joinedload(RevocationProposal.certificate).joinedload(Certificate.cooperative),
    joinedload(RevocationProposal.certificate).joinedload(Certificate.file),
    joinedload(RevocationProposal.certificate).selectinload(Certificate.items),
)
OPEN = RevocationProposal.state == ProposalState.OPEN


def proposals(
    session: Session, *, text: str = "", closed: bool = False, page: int = 1, per_page: int = 24
) -> tuple[list[RevocationProposal], int]:
    """Return one page of the open proposals, the oldest first, or of the closed ones, the newest first; and how many.

    ``text`` narrows to numbers, holders and cooperatives that contain it.
    """
    statement = select(RevocationProposal).where(~OPEN if closed else OPEN)
    if text:
        statement = _containing(statement, text)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    order = RevocationProposal.closed_at.desc() if closed else RevocationProposal.proposed_at
    rows = statement.options(*WITH_PEOPLE, *WITH_PAPER).order_by(order, RevocationProposal.id)
    return list(session.scalars(rows.limit(per_page).offset((page - 1) * per_page)).unique()), total


def has_failed_before(session: Session, actor: Actor, proposal: RevocationProposal) -> bool:
    """Tell whether the actor took back or let lapse an earlier proposal on the same record."""
    earlier = select(RevocationProposal.id).where(
        RevocationProposal.certificate_id == proposal.certificate_id,
        RevocationProposal.id != proposal.id,
        RevocationProposal.proposed_by_id == actor.user_id,
        RevocationProposal.state.in_((ProposalState.WITHDRAWN, ProposalState.LAPSED)),
    )
    return session.scalar(earlier.limit(1)) is not None


def proposal(session: Session, actor: Actor, proposal_id: int) -> RevocationProposal:
    """Return one proposal for somebody who may revoke; for everybody else there is none (``NotFound``)."""
    statement = select(RevocationProposal).where(RevocationProposal.id == proposal_id)
    found = session.scalar(statement.options(*WITH_PEOPLE, *WITH_PAPER))
    if found is None or not actor.can(REVOKE_CERTIFICATE):
        raise NotFound()
    return found


def proposal_by_id(session: Session, proposal_id: int) -> RevocationProposal:
    """Return one proposal for the subscribers; raise ``NotFound``."""
    found = session.get(RevocationProposal, proposal_id)
    if found is None:
        raise NotFound()
    return found


def waiting_count(session: Session, actor: Actor) -> int:
    """Return how many open proposals of others wait for a signature."""
    others = select(func.count()).select_from(RevocationProposal).where(OPEN)
    return session.scalar(others.where(RevocationProposal.proposed_by_id != actor.user_id)) or 0


def proposals_of(session: Session, certificate: Certificate) -> list[RevocationProposal]:
    """Return every proposal on one record, the newest first."""
    wanted = select(RevocationProposal).where(RevocationProposal.certificate_id == certificate.id)
    return list(session.scalars(wanted.options(*WITH_PEOPLE).order_by(RevocationProposal.id.desc())))


def open_on(session: Session, certificate_ids: Collection[int]) -> dict[int, RevocationProposal]:
    """Return the open proposals on several records by the record's id, in one query."""
    wanted = select(RevocationProposal).where(OPEN, RevocationProposal.certificate_id.in_(certificate_ids))
    return {row.certificate_id: row for row in session.scalars(wanted.options(*WITH_PEOPLE))}


def signed_on(session: Session, certificate_id: int) -> RevocationProposal | None:
    """Return the proposal by which a record was revoked; None for those revoked before two had to sign."""
    signed = (
        RevocationProposal.certificate_id == certificate_id,
        RevocationProposal.state == ProposalState.SIGNED,
    )
    return session.scalar(select(RevocationProposal).where(*signed).options(*WITH_PEOPLE))


def due_to_lapse(session: Session, now: datetime) -> list[RevocationProposal]:
    """Return the open proposals that nobody signed in time, whenever the clock last looked."""
    wanted = select(RevocationProposal).where(OPEN, RevocationProposal.proposed_at <= now - LAPSE_AFTER)
    return list(session.scalars(wanted.order_by(RevocationProposal.id)))


def may_see_scan(session: Session, actor: Actor, file_id: int) -> bool:
    """Let whoever may sign look at the scan while the proposal is open: nobody signs unseen."""
    if not actor.can(REVOKE_CERTIFICATE):
        return False
    kept = select(CertificateScan.certificate_id).where(
        CertificateScan.file_id == file_id, CertificateScan.submission.is_not(None)
    )
    paper = select(Certificate.id).where(or_(Certificate.file_id == file_id, Certificate.id.in_(kept)))
    wanted = select(RevocationProposal.id).where(OPEN, RevocationProposal.certificate_id.in_(paper))
    return session.scalar(wanted.limit(1)) is not None


def _containing(statement: Select[Any], text: str) -> Select[Any]:
    joined = statement.join(Certificate, RevocationProposal.certificate_id == Certificate.id)
    joined = joined.join(Producer, Certificate.producer_id == Producer.id)
    joined = joined.join(Organisation, Certificate.cooperative_id == Organisation.id)
    fields = (Certificate.number, Producer.name, Organisation.name)
    return joined.where(or_(*(field.icontains(text, autoescape=True) for field in fields)))
