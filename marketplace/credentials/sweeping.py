"""The regular task that deletes links whose time is over."""

from datetime import datetime, timedelta

from marketplace.credentials import links
from marketplace.db import Database
from marketplace.events.schedule import scheduled


@scheduled("sweep_links", every=timedelta(hours=1))
def sweep(database: Database, now: datetime) -> None:
    """Delete old links."""
    with database.transaction() as session:
        links.sweep(session, now=now)
