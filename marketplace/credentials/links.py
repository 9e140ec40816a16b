"""Making, finding and using links that work once."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, contains_eager

from marketplace.accounts import tokens
from marketplace.accounts.models import User
from marketplace.core.errors import NotFound
from marketplace.core.text import _l
from marketplace.credentials.models import LinkKind, OneTimeLink
from marketplace.db import conditional

LIFETIMES = {
    LinkKind.RESET: timedelta(minutes=30),
    LinkKind.VERIFY_EMAIL: timedelta(days=3),
    LinkKind.CHANGE_EMAIL: timedelta(days=1),
}
SHORTEST_TOKEN = 32
"""What is shorter was never a token of ours and is compared with nothing."""


class DeadLink(NotFound):
    """The link is unknown, used, replaced by a newer one or over: the four are never told apart."""

    def __init__(self) -> None:
        super().__init__("dead_link", _l("This link does not work any more. Ask for a new one."))


def issue(session: Session, kind: LinkKind, user_id: int | None, address: str, *, now: datetime) -> str:
    """Make a link and return its token; older links of the kind to the same person end.

    ``user_id`` None: the same work for nobody, so that neither time nor traffic tells whether somebody is there.
    """
    token = tokens.new_token()
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == (user_id or 0), OneTimeLink.kind == kind))
    session.add(
        OneTimeLink(
            kind=kind,
            user_id=user_id,
            token_hash=tokens.hash_of(token),
            address=address,
            created_at=now,
            expires_at=now + LIFETIMES[kind],
        )
    )
    session.flush()
    return token


def find(session: Session, kind: LinkKind, token: str, *, now: datetime) -> tuple[OneTimeLink, User]:
    """Return a living link with its person; raise ``DeadLink``. A disabled or erased account has none."""
    if len(token) < SHORTEST_TOKEN:
        raise DeadLink()
    link = session.scalar(
        select(OneTimeLink)
        .join(OneTimeLink.user)
        .where(
            OneTimeLink.token_hash == tokens.hash_of(token),
            OneTimeLink.kind == kind,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            User.disabled_at.is_(None),
            User.erased_at.is_(None),
        )
        .options(contains_eager(OneTimeLink.user))
    )
    if link is None or link.user is None:
        raise DeadLink()
    return link, link.user


def use(session: Session, kind: LinkKind, token: str, *, now: datetime) -> tuple[OneTimeLink, User]:
    """Use a link up; raise ``DeadLink``, also where somebody else was faster."""
    link, user = find(session, kind, token, now=now)
    unused = update(OneTimeLink).where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    if not conditional(session, unused.values(used_at=now)):
        raise DeadLink()
    return link, user


def end_all(session: Session, user_id: int) -> None:
    """End every link of a person: whoever takes an account back leaves no other door open."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user_id))


def sweep(session: Session, *, now: datetime) -> None:
    """Delete the links that are over."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at <= now))
