"""Keeping a form, finding it again, throwing it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts import tokens
from marketplace.accounts.models import SignInSession
from marketplace.core.errors import NotFound
from marketplace.core.text import _l
from marketplace.kept_forms.models import KeptForm

LASTS = timedelta(hours=2)

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form as somebody filled it in."""

    path: str
    fields: Sequence[Pair]
    file_fields: Sequence[str] = ()
    """Names of the fields in which files were chosen."""


def keep(session: Session, form: Filled, *, dead_session: str, now: datetime) -> str:
    """Keep a form and return its token. ``dead_session``: the token of the sign-in that it was sent with, or empty."""
    token = tokens.new_token()
    session.add(
        KeptForm(
            token_hash=tokens.hash_of(token),
            user_id=_whose(session, dead_session),
            path=form.path,
            fields=[list(pair) for pair in form.fields],
            file_fields=list(form.file_fields),
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str, user_id: int | None, *, now: datetime) -> KeptForm:
    """Return the form of a browser's token; raise ``NotFound`` where it is over or another person's."""
    kept = session.scalar(
        select(KeptForm).where(
            KeptForm.token_hash == tokens.hash_of(token),
            KeptForm.expires_at > now,
            or_(KeptForm.user_id.is_(None), KeptForm.user_id == (user_id or 0)),
        )
    )
    if kept is None:
        raise NotFound("no_form", _l("The form is not kept any more. Please fill it in again."))
    return kept


def take(session: Session, token: str, user_id: int | None, *, now: datetime) -> str:
    """Delete a kept form and return the path that it was for; raise ``NotFound``."""
    kept = find(session, token, user_id, now=now)
    session.execute(delete(KeptForm).where(KeptForm.id == kept.id))
    return kept.path


def sweep(session: Session, *, now: datetime) -> None:
    """Delete the forms that nobody came back for."""
    session.execute(delete(KeptForm).where(KeptForm.expires_at <= now))


def _whose(session: Session, token: str) -> int | None:
    """Return whose sign-in a token was; an ended one tells too."""
    if not token:
        return None
    return session.scalar(select(SignInSession.user_id).where(SignInSession.token_hash == tokens.hash_of(token)))
