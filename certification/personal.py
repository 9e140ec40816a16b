"""What certification keeps of a person, shown to that person on wish. Decisions are proofs and stay."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.models import Certificate, Decision
from certification.revocation.models import RevocationProposal
from marketplace.core.text import _l
from marketplace.privacy.registers import Columns, Rows, export_part, rows


def decisions(session: Session, user_id: int) -> Rows:
    """Return what the person decided as an official."""
    columns: Columns = {
        "scheme": Certificate.scheme,
        "number": Certificate.number,
        "verdict": Decision.verdict,
        "reason": Decision.reason,
        "decided_at": Decision.decided_at,
    }
    mine = select(Decision).join(Certificate, Decision.certificate_id == Certificate.id)
    return rows(session, columns, mine.where(Decision.decided_by_id == user_id).order_by(Decision.id))


def proposals(session: Session, user_id: int) -> Rows:
    """Return what the person proposed to revoke."""
    columns: Columns = {
        "scheme": Certificate.scheme,
        "number": Certificate.number,
        "state": RevocationProposal.state,
        "reason": RevocationProposal.reason,
        "created_at": RevocationProposal.proposed_at,
    }
    mine = select(RevocationProposal).join(Certificate, RevocationProposal.certificate_id == Certificate.id)
    return rows(
        session, columns, mine.where(RevocationProposal.proposed_by_id == user_id).order_by(RevocationProposal.id)
    )


def register() -> None:
    """Add the parts to the export of one's own data."""
    export_part("decisions", decisions, _l("Decisions on certificates"))
    export_part("revocation_proposals", proposals, _l("Proposals to revoke certificates"))
