"""What the calendar does to proposals: those that nobody signed in 14 days end by themselves."""

from datetime import datetime, timedelta

from certification.revocation import queries, services
from marketplace.db import Database
from marketplace.events.schedule import scheduled


@scheduled("lapse_revocations", every=timedelta(minutes=15))
def turn(database: Database, now: datetime) -> None:
    """End what is due, whenever the worker last looked; a hold ends with its proposal."""
    with database.transaction() as session:
        for proposal in queries.due_to_lapse(session, now):
            services.lapse(session, proposal, now=now)
