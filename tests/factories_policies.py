"""Makes policies of buyers."""

from datetime import datetime

from sqlalchemy.orm import Session

from catalog.policies.checking import current
from catalog.policies.rules import Policy
from catalog.policies.services import make_version
from marketplace.core.roles import Actor
from tests.factories import NOW


def make_policy(session: Session, buyer: Actor, policy: Policy, note: str = "", *, now: datetime = NOW) -> int:
    """Put a policy in force and return the number of its version."""
    assert buyer.organisation_id is not None
    seen = current(session, buyer.organisation_id).version
    made = make_version(session, buyer, policy, note, seen=seen, now=now)
    assert made is not None
    return made.number
