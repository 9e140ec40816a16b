"""Reading second factors."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.second_factor.models import RecoveryCode, SecondFactor


def is_on(session: Session, user_id: int) -> bool:
    """Tell whether a person is asked for a code."""
    return confirmed(session, user_id) is not None


def confirmed(session: Session, user_id: int) -> SecondFactor | None:
    """Return a person's second factor where it is in use."""
    row = session.get(SecondFactor, user_id)
    return row if row is not None and row.confirmed_at is not None else None


def unconfirmed(session: Session, actor: Actor) -> SecondFactor:
    """Return the actor's second factor that waits for its first code; raise ``NotFound`` where none does."""
    row = session.get(SecondFactor, actor.user_id)
    if row is None or row.confirmed_at is not None:
        raise NotFound()
    return row


def codes_left(session: Session, user_id: int) -> int:
    """Return how many recovery codes a person has not used."""
    unused = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0
