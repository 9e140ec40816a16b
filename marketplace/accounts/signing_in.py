"""Checking passwords at the door, and what stands between the password and the second factor."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts import passwords, queries, tokens
from marketplace.accounts.models import HalfSignIn, User
from marketplace.accounts.phones import phone_key
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l

HALF_LASTS = timedelta(minutes=10)
"""For so long after the password the code may be given."""


def login_key(login: str) -> str:
    """Return one text for one account, however its address or number is written: tries are counted by it."""
    return phone_key(login) or login.strip().lower()


def check_password(session: Session, login: str, password: str) -> User:
    """Return who has this e-mail or phone number and password; raise ``Invalid`` without saying what was wrong.

    A stranger costs as much work as a member, so time tells nothing either.
    """
    user = queries.person_by_login(session, login)
    right = passwords.is_right(user.password_hash if user else None, password)
    if user is None or not right or user.disabled_at is not None:
        raise Invalid("wrong_password", _l("The e-mail address, the phone number or the password is not right."))
    return user


def prove_password(session: Session, actor: Actor, password: str) -> None:
    """Check the password of somebody who is signed in; raise ``Invalid`` where it is not theirs."""
    if not passwords.is_right(queries.person(session, actor.user_id).password_hash, password):
        raise Invalid.field("password", _l("The password is not right."), code="wrong_password")


def begin_half(session: Session, user: User, *, now: datetime) -> str:
    """Note that a person's password was right and the code is awaited; return the token of that state.

    It opens nothing but the page that asks for the code.
    """
    token = tokens.new_token()
    session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))
    session.add(HalfSignIn(token_hash=tokens.hash_of(token), user_id=user.id, expires_at=now + HALF_LASTS))
    session.flush()
    return token


def half_signed_in(session: Session, token: str, *, now: datetime) -> User | None:
    """Return whose code is awaited; None where that is over, or the person was disabled meanwhile."""
    waiting = (
        select(User)
        .join(HalfSignIn)
        .where(HalfSignIn.token_hash == tokens.hash_of(token), HalfSignIn.expires_at > now, User.disabled_at.is_(None))
    )
    return session.scalar(waiting)


def end_half(session: Session, token: str) -> None:
    """End the state of a token: the person is in, or begins anew."""
    session.execute(delete(HalfSignIn).where(HalfSignIn.token_hash == tokens.hash_of(token)))
