"""Checking passwords at the door, and what stands between the password and the second factor."""

from sqlalchemy.orm import Session

from marketplace.accounts import passwords, queries
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l


def prove_password(session: Session, actor: Actor, password: str) -> None:
    """Check the password of somebody who is signed in; raise ``Invalid`` where it is not theirs."""
    if not passwords.is_right(queries.person(session, actor.user_id).password_hash, password):
        raise Invalid.field("password", _l("The password is not right."), code="wrong_password")
