"""Figures of the moment: what waits, what failed, how much room there is; asked for when somebody scrapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.jobs.models import Job, JobState
from marketplace.notifications.models import MailState, OutgoingMail


@dataclass(frozen=True)
class Gauge:
    """One figure. ``label`` and ``values`` by it; a figure without a label has the empty one."""

    name: str
    about: str
    values: dict[str, float]
    label: str = ""


Source = Callable[[Session], Iterable[Gauge]]
"""Asks as little as it can: it runs every few seconds."""


def add_gauges(app: Flask, source: Source) -> None:
    """Have the figures of another package told too."""
    sources(app).append(source)


def sources(app: Flask) -> list[Source]:
    """Return what packages above tell."""
    found: list[Source] = app.extensions.setdefault("gauges", [])
    return found


def waiting(session: Session, now: datetime) -> Iterator[Gauge]:
    """Give what the worker has before it: three questions to the database."""
    deliveries = (
        select(Delivery.state, func.count(Delivery.id), func.min(Event.occurred_at))
        .join(Event)
        .where(Delivery.state != DeliveryState.DONE)
        .group_by(Delivery.state)
    )
    rows = {row[0]: row for row in session.execute(deliveries)}
    pending = rows.get(DeliveryState.PENDING)
    yield Gauge("etalase_database_up", "1 while the database answers.", {"": 1})
    yield Gauge(
        "etalase_outbox_deliveries",
        "Deliveries of events that are not done.",
        {state: rows[state][1] if state in rows else 0 for state in (DeliveryState.PENDING, DeliveryState.FAILED)},
        label="state",
    )
    yield Gauge(
        "etalase_outbox_oldest_seconds",
        "Age of the oldest event that waits.",
        {"": (now - pending[2]).total_seconds() if pending else 0},
    )
    counts = (
        select(OutgoingMail.state, func.count(OutgoingMail.id))
        .where(OutgoingMail.state != MailState.SENT)
        .group_by(OutgoingMail.state)
    )
    mails = {row.state: int(row[1]) for row in session.execute(counts)}
    yield Gauge(
        "etalase_mails",
        "E-mails that are not sent.",
        {state: mails.get(state, 0) for state in (MailState.WAITING, MailState.FAILED)},
        label="state",
    )
    jobs: dict[str, float] = dict.fromkeys((JobState.QUEUED, JobState.RUNNING, JobState.FAILED), 0)
    counted = select(Job.state, func.count(Job.id)).where(Job.state.in_(jobs)).group_by(Job.state)
    yield Gauge(
        "etalase_jobs",
        "Long work that people asked for.",
        {**jobs, **{row.state: int(row[1]) for row in session.execute(counted)}},
        label="state",
    )
