"""The index follows the synonyms: one rebuild beside the live index for all that has changed since the last."""

from datetime import datetime, timedelta

from catalog.search import indexing
from catalog.words import queries, services
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.events.schedule import scheduled


@scheduled("search_index_has_synonyms", timedelta(seconds=20))
def take_in(database: Database, now: datetime) -> None:
    """Build the index anew where synonyms were added or taken back."""
    with database.reading() as session:
        changed = queries.not_indexed(session)
    if changed and indexing.is_built():
        indexing.rebuild(database, jakarta_day(now))
        with database.transaction() as session:
            services.mark_indexed(session, changed, now=now)


@scheduled("sweep_search_misses", timedelta(days=1))
def sweep(database: Database, now: datetime) -> None:
    """Forget what nobody searches any more."""
    with database.transaction() as session:
        services.sweep(session, now=now)
