"""The regular task that deletes forms nobody came back for."""

from datetime import datetime, timedelta

from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.kept_forms import services


@scheduled("sweep_kept_forms", every=timedelta(hours=1))
def sweep(database: Database, now: datetime) -> None:
    """Delete old forms."""
    with database.transaction() as session:
        services.sweep(session, now=now)
