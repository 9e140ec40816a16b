"""The regular task that deletes counts nobody needs any more."""

from datetime import datetime, timedelta

from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.limits import counting


@scheduled("sweep_limits", every=timedelta(hours=6))
def sweep(database: Database, now: datetime) -> None:
    """Delete old counts."""
    with database.transaction() as session:
        counting.sweep(session, now=now)
