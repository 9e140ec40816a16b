"""Whether a person may sign in at all: disabled and enabled by the operator, never oneself."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.accounts import events, people, queries, sessions
from marketplace.accounts.models import User
from marketplace.accounts.permissions import MANAGE_PEOPLE
from marketplace.core.errors import Conflict, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail


def disable(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Shut a person out at once: no sign-in, no living session, no API token. Disabled already stays so."""
    person = _person(session, actor, user_id)
    if person.disabled_at is not None:
        return
    person.disabled_at = now
    session.flush()
    sessions.end_all(session, person.id, now=now)
    people.revoke_all_tokens(session, person.id, now=now)
    trail.record(session, actor, events.PERSON_DISABLED, "person", person.id, now=now)


def enable(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Let a disabled person in again; they sign in anew."""
    person = _person(session, actor, user_id)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    session.flush()
    trail.record(session, actor, events.PERSON_ENABLED, "person", person.id, now=now)


def _person(session: Session, actor: Actor, user_id: int) -> User:
    actor.check(MANAGE_PEOPLE)
    if user_id == actor.user_id:
        raise NotAllowed("oneself", _l("Nobody does this to themselves: another operator does it."))
    person = queries.person(session, user_id)
    if person.erased_at is not None:
        raise Conflict("erased", _l("This account was deleted."))
    return person
