"""Setting a second factor up for a test, and the codes that its phone shows."""

from datetime import datetime

import pyotp
from sqlalchemy.orm import Session

from marketplace.config import DEFAULT_SECRET
from marketplace.core.clock import now as present
from marketplace.core.roles import Actor
from marketplace.second_factor import codes, services
from marketplace.second_factor.models import SecondFactor

KEY = DEFAULT_SECRET


def phone_of(session: Session, user_id: int) -> pyotp.TOTP:
    """Give the authenticator app of a person."""
    return pyotp.TOTP(codes.secret_of(KEY, session.get_one(SecondFactor, user_id).salt))


def switch_on(session: Session, actor: Actor, *, now: datetime | None = None) -> list[str]:
    """Switch the factor on, by a code of the step before ``now``, so that the present one is still free."""
    moment = now or present()
    services.begin(session, actor, now=moment)
    code = phone_of(session, actor.user_id).at(moment, counter_offset=-1)
    return services.confirm(session, actor, code, key=KEY, now=moment)
