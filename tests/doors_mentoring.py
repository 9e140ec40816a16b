"""What an office of the town has of a cooperative that it accompanies."""

from datetime import date

from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from orders.mentoring.models import Assignment, Training
from tests.factories_mentoring import make_visit


def mentoring_of(session: Session, official: Actor, assistant: Actor, seller: Actor, mark: str) -> dict[str, object]:
    """Give the cooperative to the assistant, with a visit, a step and a training."""
    cooperative = session.get_one(Organisation, seller.organisation_id)
    assignment = Assignment(
        office_id=official.organisation_id,
        assistant_id=assistant.user_id,
        cooperative_id=cooperative.id,
        starts_on=date(2026, 1, 1),
        assigned_by_id=official.user_id,
        created_at=now(),
    )
    training = Training(
        office_id=official.organisation_id,
        author_id=official.user_id,
        title=f"Pelatihan {mark}",
        day=date(2026, 11, 1),
        idempotency_key=f"pelatihan {mark}",
        created_at=now(),
    )
    session.add_all([assignment, training])
    session.flush()
    visit = make_visit(session, assistant, seller, notes=mark, place=mark)
    return {
        "assignment": assignment.id,
        "cooperative": cooperative.slug,
        "step": visit.steps[0].id,
        "training": training.id,
        "visit": visit.id,
    }
