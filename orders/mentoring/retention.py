"""The regular task that erases the names of people at trainings after two years; how many came stays."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from orders.mentoring.models import Attendance, Training

KEPT = timedelta(days=730)
"""As the form promises: long enough for a certificate to be written again."""


@scheduled("erase_training_names", every=timedelta(hours=24))
def run(database: Database, now: datetime) -> None:
    """Erase old names."""
    old = select(Training.id).where(Training.day <= jakarta_day(now) - KEPT)
    with database.transaction() as session:
        session.execute(
            update(Attendance).where(Attendance.training_id.in_(old), Attendance.names != "").values(names="")
        )
