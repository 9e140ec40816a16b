"""Doing something once for a key: the second request with it gets the first one's answer and changes nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import scope
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.idempotency.models import KeptAnswer

KEPT_FOR = timedelta(days=7)
"""Nobody tries again after that; a shopping system that was down over a long weekend still may."""

OTHER_REQUEST = _l("This Idempotency-Key was used for another request. Take a new key for each new request.")


@dataclass(frozen=True)
class Answer:
    """What is sent back: a status of HTTP and a body that JSON can hold."""

    status: int
    body: dict[str, Any]


def once(
    session: Session, actor: Actor, key: str, request: bytes, act: Callable[[], Answer], *, now: datetime
) -> Answer:
    """Act and keep the answer, or return the one that was kept for this key of the actor's organisation.

    ``request``: all that makes it this request. Raises ``Invalid("idempotency_mismatch")`` where the key came with
    another one. What ``act`` refuses is not kept: it changed nothing, and the same key may try again.
    """
    digest = hashlib.sha256(request).hexdigest()
    kept = _kept(session, actor, key)
    if kept is None:
        kept, is_first = _claim(session, actor, key, digest, now)
        if is_first:
            answer = act()
            kept.status, kept.body = answer.status, answer.body
            session.flush()
            return answer
    if kept.request_hash != digest:
        raise Invalid("idempotency_mismatch", OTHER_REQUEST)
    return Answer(kept.status, kept.body)


def forget_old(session: Session, *, now: datetime) -> None:
    """Erase the answers that nobody will ask for again."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < now - KEPT_FOR))


def _claim(session: Session, actor: Actor, key: str, digest: str, now: datetime) -> tuple[KeptAnswer, bool]:
    """Insert the row before anything is done: another request with the key waits for it, then reads the answer."""
    row = KeptAnswer(
        organisation_id=actor.organisation_id, key_hash=_hash(key), request_hash=digest, kept_at=now, body={}
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        found = _kept(session, actor, key)
        if found is None:
            raise
        return found, False
    return row, True


def _kept(session: Session, actor: Actor, key: str) -> KeptAnswer | None:
    return session.scalar(scope.rows(actor, KeptAnswer).where(KeptAnswer.key_hash == _hash(key)))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
