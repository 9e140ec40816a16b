"""Reading synonyms and misses."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.words.models import SearchMiss, Synonym
from marketplace.web.pages import Page

PER_PAGE = 50


def expansions(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Return for each word of a product the words under which it is found as well."""
    found: dict[str, list[str]] = defaultdict(list)
    living = select(Synonym.means, Synonym.word).where(Synonym.removed_at.is_(None)).order_by(Synonym.id)
    for means, word in session.execute(living):
        found[means].append(word)
    return {means: tuple(words) for means, words in found.items()}


def synonyms(session: Session) -> list[Synonym]:
    """Return the synonyms in force, by word."""
    living = select(Synonym).where(Synonym.removed_at.is_(None))
    return list(session.scalars(living.order_by(Synonym.word, Synonym.means)))


def not_indexed(session: Session) -> list[int]:
    """Return the ids of the synonyms that the index has not taken in or not forgotten yet."""
    return list(session.scalars(select(Synonym.id).where(Synonym.indexed_at.is_(None))))


def misses(session: Session, page: int) -> Page[SearchMiss]:
    """Return one page of the searches that found nothing, the most frequent first."""
    total = misses_count(session)
    ordered = select(SearchMiss).order_by(SearchMiss.times.desc(), SearchMiss.last_at.desc(), SearchMiss.words)
    found = session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Page(found, page, PER_PAGE, total)


def misses_count(session: Session) -> int:
    """Return how many different searches found nothing."""
    return session.scalar(select(func.count()).select_from(SearchMiss)) or 0
