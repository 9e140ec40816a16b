"""The regular task that erases contacts whose 24 months are over."""

from datetime import datetime, timedelta

from catalog.fairs import forgetting
from marketplace.db import Database
from marketplace.events.schedule import scheduled


@scheduled("erase_old_contacts", every=timedelta(hours=12))
def run(database: Database, now: datetime) -> None:
    """Erase old contacts, some hundred in each transaction."""
    more = True
    while more:
        with database.transaction() as session:
            more = forgetting.erase_old(session, now=now) == forgetting.AT_ONCE
