"""How long offices really take to decide, and so how much earlier their cooperatives are reminded."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.desk.offices import regency_of
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.runway.rules import lead_of
from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day

LOOK_BACK = timedelta(days=180)
MOST = 5000
"""Of the newest decisions."""
_DECIDED = (CertificateState.VERIFIED, CertificateState.NEEDS_CORRECTION, CertificateState.REJECTED)


def check_days(session: Session, *, now: datetime) -> dict[str, list[int]]:
    """Return by regency the calendar days that each of its offices' last decisions took; one query."""
    statement = (
        select(Organisation.region_code, Certificate.submitted_at, Certificate.decided_at)
        .join(Organisation, Organisation.id == Certificate.decided_by_organisation_id)
        .where(Certificate.decided_at >= now - LOOK_BACK, Certificate.state.in_(_DECIDED))
        .order_by(Certificate.decided_at.desc())
        .limit(MOST)
    )
    found: dict[str, list[int]] = defaultdict(list)
    for region, submitted, decided in session.execute(statement):
        if submitted is not None and decided is not None:
            found[regency_of(region)].append(_days(submitted, decided))
    return dict(found)


def leads(session: Session, *, now: datetime) -> dict[str, int]:
    """Return by regency how many days earlier reminders come there; regencies that need none are not in it."""
    found = {regency: lead_of(days) for regency, days in check_days(session, now=now).items()}
    return {regency: lead for regency, lead in found.items() if lead}


def _days(submitted: datetime, decided: datetime) -> int:
    first: date = jakarta_day(submitted)
    return max(0, (jakarta_day(decided) - first).days)
