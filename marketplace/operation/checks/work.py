"""What happens in the background: the worker, the deliveries, the mails that wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.events.models import Delivery, DeliveryState, Event, ScheduledRun
from marketplace.notifications.models import MailState, OutgoingMail
from marketplace.operation.findings import Finding, look, ok, wrong

PATIENCE = timedelta(minutes=2)
"""The worker does something every few seconds."""
LATE = timedelta(minutes=5)


def worker(session: Session, now: datetime) -> Iterator[Finding]:
    """See when the worker last did something, and which of its tasks fail."""
    runs = session.scalars(select(ScheduledRun)).all()
    last = max((run.last_run_at for run in runs), default=None)
    mend = "Start it: systemctl start etalase-worker (or: python -m marketplace worker)"
    if last is None:
        yield wrong("worker", "it never ran", mend)
    elif now - last > PATIENCE:
        yield wrong("worker", f"it last did something at {last:%Y-%m-%d %H:%M} UTC", mend)
    else:
        yield ok("worker", f"it did something {max(0, int((now - last).total_seconds()))} seconds ago")
    for run in runs:
        if run.last_error:
            yield look("worker", f"the task {run.name} failed: {run.last_error[:200]}", "It is tried again by itself.")


def deliveries(session: Session, now: datetime) -> Iterator[Finding]:
    """Count what waits too long and what was given up."""
    failed = session.scalar(select(func.count(Delivery.id)).where(Delivery.state == DeliveryState.FAILED)) or 0
    pending = (
        select(func.count(Delivery.id), func.min(Event.occurred_at))
        .join(Event)
        .where(Delivery.state == DeliveryState.PENDING)
    )
    count, oldest = session.execute(pending).one()
    if failed:
        yield wrong(
            "outbox",
            f"{failed} deliveries were given up",
            "The operator's page of background work names the fault and tries again.",
        )
    if oldest is not None and now - oldest > LATE:
        yield look(
            "outbox", f"{count} deliveries wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC", "Is the worker up?"
        )
    elif not failed:
        yield ok("outbox", f"{count} deliveries wait")


def mails(session: Session, now: datetime) -> Iterator[Finding]:
    """Count mails that wait too long and that nobody took."""
    failed = session.scalar(select(func.count(OutgoingMail.id)).where(OutgoingMail.state == MailState.FAILED)) or 0
    late = select(func.count(OutgoingMail.id)).where(
        OutgoingMail.state == MailState.WAITING, OutgoingMail.created_at < now - LATE
    )
    waiting = session.scalar(late) or 0
    if failed or waiting:
        mend = "See what the mail server says: python -m marketplace mail test ADDRESS"
        yield look("mails", f"{failed} were refused for good, {waiting} wait for more than 5 minutes", mend)
    else:
        yield ok("mails", "none waits for long, none was refused")
