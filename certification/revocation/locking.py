"""Looking at a proposal afresh under lock: the certificate's row first, then the proposal's, always in this order."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.models import Certificate
from certification.queries import lock
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import ProposalState, lapses_at
from marketplace.core.errors import Conflict
from marketplace.core.text import _l


def refresh(session: Session, proposal: RevocationProposal) -> None:
    """Lock the certificate and its proposal and read both again."""
    lock(session, proposal.certificate)
    statement = select(RevocationProposal).where(RevocationProposal.id == proposal.id)
    session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one()


def check_open(proposal: RevocationProposal, now: datetime) -> None:
    """Raise ``Conflict`` where a proposal was decided, taken back, or is too old to be signed."""
    if proposal.state != ProposalState.OPEN:
        raise Conflict("already_decided", _l("This was decided or taken back in the meantime. See how it stands now."))
    if lapses_at(proposal.proposed_at) <= now:
        raise Conflict("lapsed", _l("The proposal is older than 14 days and has lapsed. Propose it anew if need be."))


def open_proposal(session: Session, certificate: Certificate) -> RevocationProposal | None:
    """Return the open proposal on a record, if there is one."""
    wanted = (RevocationProposal.certificate_id == certificate.id, RevocationProposal.state == ProposalState.OPEN)
    return session.scalar(select(RevocationProposal).where(*wanted))
