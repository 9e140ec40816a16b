"""What certification keeps of a person, shown to that person on wish. Decisions are proofs and stay."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.models import Certificate, Decision
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


def register() -> None:
    """Add the part to the export of one's own data."""
    export_part("decisions", decisions, _l("Decisions on certificates"))
