"""Adding and taking back synonyms; keeping searches that found nothing."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from catalog.search.normalise import query_words, words
from catalog.words import events
from catalog.words.models import SearchMiss, Synonym
from catalog.words.permissions import EDIT_WORDS
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail

MOST_LETTERS = 120
KEPT = timedelta(days=180)
"""After so long without being searched again a miss is forgotten."""
INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def add_synonym(session: Session, actor: Actor, word: str, means: str, *, now: datetime) -> Synonym:
    """Let whoever searches ``word`` find goods with ``means``; the index takes it in within a minute.

    Raises ``Invalid`` for what is not one word, ``Conflict`` where the pair is there already.
    """
    actor.check(EDIT_WORDS)
    searched, found = _one_word(word, "word"), _one_word(means, "means")
    if searched == found:
        raise Invalid.field("means", _l("For the search these two are one word already."))
    pair = select(Synonym).where(Synonym.word == searched, Synonym.means == found)
    row = session.scalar(pair.execution_options(populate_existing=True))
    if row is not None and row.removed_at is None:
        raise Conflict("known_synonym", _l("These two words are paired already."))
    if row is None:
        row = Synonym(word=searched, means=found, created_by_id=actor.user_id, created_at=now)
        session.add(row)
    row.removed_at = row.indexed_at = None
    session.flush()
    trail.record(session, actor, events.SYNONYM_ADDED, "synonym", row.id, now=now, word=searched, means=found)
    return row


def remove_synonym(session: Session, actor: Actor, synonym_id: int, *, now: datetime) -> None:
    """Take a synonym back; raise ``NotFound`` where there is none."""
    actor.check(EDIT_WORDS)
    taken = update(Synonym).where(Synonym.id == synonym_id, Synonym.removed_at.is_(None))
    if not conditional(session, taken.values(removed_at=now, indexed_at=None)):
        raise NotFound()
    trail.record(session, actor, events.SYNONYM_REMOVED, "synonym", synonym_id, now=now)


def mark_indexed(session: Session, ids: list[int], *, now: datetime) -> None:
    """Note that the index has taken in these rows as they were read; taken back ones are deleted."""
    session.execute(delete(Synonym).where(Synonym.id.in_(ids), Synonym.removed_at.is_not(None)))
    session.execute(update(Synonym).where(Synonym.id.in_(ids)).values(indexed_at=now))


def note_miss(session: Session, text: str, *, now: datetime) -> None:
    """Count a search that found nothing; numbers and single letters tell nothing and are not kept."""
    kept = " ".join(word for word in query_words(text) if not any(letter.isdigit() for letter in word))
    if len(kept) < 2 or "@" in text:
        return
    insert = INSERTS[session.get_bind().dialect.name]
    statement = insert(SearchMiss).values(words=kept[:MOST_LETTERS], times=1, first_at=now, last_at=now)
    again = {"times": SearchMiss.times + 1, "last_at": now}
    session.execute(statement.on_conflict_do_update(index_elements=[SearchMiss.words], set_=again))


def forget_miss(session: Session, actor: Actor, kept: str) -> None:
    """Take a search off the list: somebody has dealt with it."""
    actor.check(EDIT_WORDS)
    session.execute(delete(SearchMiss).where(SearchMiss.words == kept))


def sweep(session: Session, *, now: datetime) -> None:
    """Forget what nobody has searched for long."""
    session.execute(delete(SearchMiss).where(SearchMiss.last_at < now - KEPT))


def _one_word(text: str, field: str) -> str:
    found = words(text)
    if len(found) != 1:
        raise Invalid.field(field, _l("Write exactly one word."))
    return found[0]
