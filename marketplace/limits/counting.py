"""Counting: one statement that adds and answers, so that two workers never both take the last try."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock
from typing import Any

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.core.errors import DomainError
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.limits.models import Tally
from marketplace.limits.rules import Limit

KEPT = timedelta(days=1)
MOST_KEPT = 10_000
"""Keys that a process remembers at most, of each kind; a flood of addresses costs no more memory than that."""
INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class TooMany(DomainError):
    """Tried too often; ``retry_after`` says in how many seconds it may be tried again."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        minutes = max(1, ceil(retry_after / 60))
        super().__init__("too_many", _l("Too many tries. Try again in %(minutes)s minutes.", minutes=minutes))
        self.retry_after = retry_after


@dataclass
class Counter:
    """Counts for one process; what a limit with a ``step`` has not written down yet is kept here."""

    database: Database
    _held: dict[str, int] = field(default_factory=dict)
    _shut: dict[str, datetime] = field(default_factory=dict)
    """Keys that were over their limit, and until when: asked first, so a flood does not reach the database."""
    _lock: Lock = field(default_factory=Lock)

    def hit(self, limit: Limit, *parts: object, now: datetime) -> None:
        """Count one try for a key; raise ``TooMany`` where it is one too many. Commits for itself.

        ``parts`` name whose tries they are (an address, an account). A try is counted before it is made, so
        many at once are not more than the limit.
        """
        key = _key(limit, parts)
        self._refuse_shut(key, now)
        amount = self._due(limit, key)
        if amount:
            with self.database.transaction() as session:
                count, ends_at = _add(session, key, amount, limit, now)
            if count > limit.times:
                self._shut_until(ends_at, key, now)
                raise TooMany(_seconds(ends_at - now))

    def check(self, limit: Limit, *parts: object, now: datetime) -> None:
        """Raise ``TooMany`` where a key has no try left; counts nothing."""
        with self.database.reading() as session:
            found = session.execute(
                select(Tally.tries, Tally.ends_at).where(Tally.key == _key(limit, parts), Tally.ends_at > now)
            ).one_or_none()
        if found is not None and found.tries >= limit.times:
            raise TooMany(_seconds(found.ends_at - now))

    def forget(self, limit: Limit, *parts: object) -> None:
        """Begin anew for a key: it was the right person."""
        self._shut.pop(_key(limit, parts), None)
        with self.database.transaction() as session:
            session.execute(delete(Tally).where(Tally.key == _key(limit, parts)))

    def forgive(self, limit: Limit, *parts: object) -> None:
        """Take back one try: it was no failure."""
        with self.database.transaction() as session:
            fewer = update(Tally).where(Tally.key == _key(limit, parts), Tally.tries > 0)
            session.execute(fewer.values(tries=Tally.tries - 1))

    def _refuse_shut(self, key: str, now: datetime) -> None:
        ends_at = self._shut.get(key)
        if ends_at is not None and ends_at > now:
            raise TooMany(_seconds(ends_at - now))

    def _shut_until(self, ends_at: datetime, key: str, now: datetime) -> None:
        """Remember a key that is over its limit; where too many are, only the database knows of it."""
        with self._lock:
            if len(self._shut) >= MOST_KEPT:
                self._shut = {shut: until for shut, until in self._shut.items() if until > now}
            if len(self._shut) < MOST_KEPT:
                self._shut[key] = ends_at

    def _due(self, limit: Limit, key: str) -> int:
        """Return how many tries are to be written down now: none while fewer than a step are held."""
        if limit.step == 1:
            return 1
        with self._lock:
            held = self._held.pop(key, 0) + 1
            if held == limit.step:
                return held
            if len(self._held) >= MOST_KEPT:
                self._held.pop(next(iter(self._held)))  # who tried longest ago, and less often than a step
            self._held[key] = held
        return 0


def sweep(session: Session, *, now: datetime) -> None:
    """Delete the counts whose window is long over."""
    session.execute(delete(Tally).where(Tally.ends_at < now - KEPT))


def _add(session: Session, key: str, amount: int, limit: Limit, now: datetime) -> tuple[int, datetime]:
    insert = INSERTS[session.get_bind().dialect.name]
    over = Tally.ends_at <= now
    statement = (
        insert(Tally)
        .values(key=key, tries=amount, ends_at=now + limit.window)
        .on_conflict_do_update(
            index_elements=[Tally.key],
            set_={
                "tries": case((over, amount), else_=Tally.tries + amount),
                "ends_at": case((over, now + limit.window), else_=Tally.ends_at),
            },
        )
        .returning(Tally.tries, Tally.ends_at)
    )
    row = session.execute(statement).one()
    return row.tries, row.ends_at


def _seconds(left: timedelta) -> int:
    return max(1, ceil(left.total_seconds()))


def _key(limit: Limit, parts: Iterable[object]) -> str:
    return hashlib.sha256("\x1f".join([limit.name, *map(str, parts)]).encode()).hexdigest()
