"""Erases kept answers in time."""

from datetime import datetime, timedelta

from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.idempotency.services import forget_old


@scheduled("forget_kept_answers", timedelta(hours=6))
def sweep(database: Database, now: datetime) -> None:
    """Erase what is old."""
    with database.transaction() as session:
        forget_old(session, now=now)
