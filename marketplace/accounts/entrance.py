"""Letting a browser in: its session, its cookie, and what it keeps between password and second factor."""

from datetime import datetime

import flask
from flask import request
from sqlalchemy.orm import Session

from marketplace.accounts import access, people, queries
from marketplace.accounts.models import User
from marketplace.core.clock import now as present
from marketplace.web.database import forget_reading, reading

HALF = "half"
"""Name of the value in the cookie that says whose second factor is awaited: a token, never the person's id."""


def open_here(session: Session, user: User, *, now: datetime) -> str:
    """Open a session for a person in this browser and return its token; an earlier one in it ends."""
    if before := access.session_token():
        people.sign_out(session, before, now=now)  # this browser was somebody else until now
    return people.open_session(session, user, user_agent=request.user_agent.string, now=now)


def let_in(token: str) -> None:
    """Put the token of a session that is committed into the browser's cookie."""
    forget_reading()
    flask.session.pop(HALF, None)
    actor = queries.actor_by_session(reading(), token, now=present())
    if actor is not None:
        access.remember(token, actor)


def keep_half(token: str) -> None:
    """Remember in the browser that its password was right."""
    flask.session[HALF] = token


def half_token() -> str:
    """Return the token of the half sign-in of this browser, or an empty text."""
    return str(flask.session.get(HALF, ""))


def drop_half() -> None:
    """Forget the half sign-in."""
    flask.session.pop(HALF, None)
