"""What this room keeps of a person: decisions, which stay with the order, and notes that somebody was told."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.privacy.events import PERSON_ERASED
from marketplace.privacy.registers import Columns, Rows, export_part, rows
from orders.touched.models import TouchedDecision, TouchedNotice

DECISION: Columns = {"reason": TouchedDecision.reason, "decided_at": TouchedDecision.decided_at}


def decisions(session: Session, user_id: int) -> Rows:
    """Return what the person decided about goods that lost a certificate."""
    mine = select(TouchedDecision).where(TouchedDecision.decided_by_id == user_id).order_by(TouchedDecision.id)
    return rows(session, DECISION, mine)


def register() -> None:
    """Add the part to the export of one's own data."""
    export_part("touched_decisions", decisions, _l("What you decided about goods without a certificate"))


@subscribe("erase_touched_notices", PERSON_ERASED)
def erase(session: Session, happening: Happening, _now: datetime) -> None:
    """Forget that somebody was told, once the account is gone; decisions stay, as papers of trade do."""
    session.execute(delete(TouchedNotice).where(TouchedNotice.user_id == happening.subject_id))
