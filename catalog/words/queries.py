"""Reading synonyms and misses."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.words.models import SearchMiss, Synonym
from marketplace.matching import holds
from marketplace.web.pages import Page

PER_PAGE = 50


def expansions(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Return for each word of a product the words under which it is found as well."""
    found: dict[str, list[str]] = defaultdict(list)
    living = select(Synonym.means, Synonym.word).where(Synonym.removed_at.is_(None)).order_by(Synonym.id)
    for means, word in session.execute(living):
        found[means].append(word)
    return {means: tuple(words) for means, words in found.items()}


def synonyms(session: Session, page: int = 1, words: str = "") -> Page[Synonym]:
    """Return one page of the synonyms in force, by word; with words in either of the pair."""
    living = select(Synonym).where(Synonym.removed_at.is_(None), holds(words, Synonym.word, Synonym.means))
    total = session.scalar(select(func.count()).select_from(living.subquery())) or 0
    ordered = living.order_by(Synonym.word, Synonym.means).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page(list(session.scalars(ordered)), page, PER_PAGE, total)


def not_indexed(session: Session) -> list[int]:
    """Return the ids of the synonyms that the index has not taken in or not forgotten yet."""
    return list(session.scalars(select(Synonym.id).where(Synonym.indexed_at.is_(None))))


def misses(session: Session, page: int, words: str = "") -> Page[SearchMiss]:
    """Return one page of the searches that found nothing, the most frequent first; with words in them."""
    wanted = select(SearchMiss).where(holds(words, SearchMiss.words))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(SearchMiss.times.desc(), SearchMiss.last_at.desc(), SearchMiss.words)
    found = session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Page(found, page, PER_PAGE, total)


def misses_count(session: Session) -> int:
    """Return how many different searches found nothing."""
    return session.scalar(select(func.count()).select_from(SearchMiss)) or 0
