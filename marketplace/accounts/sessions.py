"""The browsers in which a person is signed in: which live, ending them, proving oneself again."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import events, session_rules, tokens
from marketplace.accounts.models import HalfSignIn, Membership, SignInSession
from marketplace.accounts.people import actor_of, memberships_of
from marketplace.core.errors import NotFound
from marketplace.core.roles import SYSTEM, Actor, Role
from marketplace.db import Database, conditional
from marketplace.events import trail

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Living:
    """A sign-in that is alive: who acts in it, and when they proved who they are."""

    id: int
    actor: Actor
    proved_at: datetime | None
    last_seen_at: datetime


def living(session: Session, token: str, *, now: datetime) -> Living | None:
    """Return the sign-in of a token; None where it was ended, has run out, or the person is disabled.

    The membership is looked at each time: whoever left the organisation acts for another of theirs, or for none.
    """
    row = session.scalar(_with_token(token).options(joinedload(SignInSession.user)))
    if row is None or row.user.disabled_at is not None:
        return None
    memberships = memberships_of(session, row.user_id)
    if not _is_alive(row, memberships, now):
        return None
    actor = actor_of(row.user, memberships, _acting_for(row, memberships))
    return Living(row.id, actor, row.proved_at, row.last_seen_at)


def list_of(session: Session, actor: Actor, *, now: datetime) -> list[SignInSession]:
    """Return the actor's living sign-ins with their organisations, the 50 last seen, newest first."""
    mine = select(SignInSession).where(SignInSession.user_id == actor.user_id, SignInSession.ended_at.is_(None))
    newest = mine.options(joinedload(SignInSession.organisation)).order_by(
        SignInSession.last_seen_at.desc(), SignInSession.id.desc()
    )
    memberships = memberships_of(session, actor.user_id)
    return [row for row in session.scalars(newest.limit(50)) if _is_alive(row, memberships, now)]


def end(session: Session, actor: Actor, session_id: int, *, now: datetime) -> None:
    """End one of the actor's own sign-ins; raise ``NotFound`` for another's. Ended already stays ended."""
    row = session.scalar(
        select(SignInSession).where(SignInSession.id == session_id, SignInSession.user_id == actor.user_id)
    )
    if row is None:
        raise NotFound()
    if row.ended_at is None:
        row.ended_at = now
        trail.record(session, actor, events.SIGNED_OUT, "person", row.user_id, now=now)


def end_all(session: Session, user_id: int, *, now: datetime, keep_token: str = "") -> None:
    """End all sign-ins of a person, half ones too, but for the one of ``keep_token`` where it is given."""
    session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user_id))
    statement = update(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    if keep_token:
        statement = statement.where(SignInSession.token_hash != tokens.hash_of(keep_token))
    if conditional(session, statement.values(ended_at=now)):
        trail.record(session, SYSTEM, events.SIGNED_OUT_EVERYWHERE, "person", user_id, now=now)


def prove(session: Session, token: str, *, now: datetime) -> str:
    """Note that the person has just proved who they are, and return the sign-in's new token.

    The old token dies with it (ASVS 5.0, 7.2.4), so that one which leaked before never becomes a fresh one.
    """
    row = session.scalar(_with_token(token))
    if row is None:
        raise NotFound()
    new = tokens.new_token()
    row.token_hash = tokens.hash_of(new)
    row.proved_at = row.last_seen_at = now
    session.flush()
    return new


def see(database: Database, found: Living, *, now: datetime) -> None:
    """Write down that a sign-in was seen, in a short transaction of its own; nothing where that was done lately.

    A database that cannot take it now costs nobody the page: the next one tries again.
    """
    if now - found.last_seen_at < session_rules.SEEN_EVERY:
        return
    seen = update(SignInSession).where(SignInSession.id == found.id, SignInSession.last_seen_at < now)
    try:
        with database.transaction() as session:
            session.execute(seen.values(last_seen_at=now))
    except OperationalError as error:
        log.warning("not noted that a sign-in was seen: %s", error.orig)


def _with_token(token: str) -> Select[SignInSession]:
    return select(SignInSession).where(
        SignInSession.token_hash == tokens.hash_of(token), SignInSession.ended_at.is_(None)
    )


def _is_alive(row: SignInSession, memberships: Iterable[Membership], now: datetime) -> bool:
    lifetime = session_rules.lifetime_of({Role(membership.role) for membership in memberships})
    return row.expires_at > now and session_rules.is_alive(
        lifetime, created_at=row.created_at, last_seen_at=row.last_seen_at, now=now
    )


def _acting_for(row: SignInSession, memberships: list[Membership]) -> int | None:
    mine = [membership.organisation_id for membership in memberships]
    return row.organisation_id if row.organisation_id in mine else next(iter(mine), None)
