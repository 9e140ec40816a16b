"""Background work as operators see it: what waits, what failed and why, when each regular task last ran."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.desk import events
from marketplace.desk.permissions import RUN_SITE
from marketplace.events import trail
from marketplace.events.models import Delivery, DeliveryState, Event, ScheduledRun
from marketplace.events.schedule import Scheduled, tasks
from marketplace.matching import holds
from marketplace.notifications.models import MailState, OutgoingMail
from marketplace.web.pages import Page

PER_PAGE = 50
PATIENCE = timedelta(minutes=5)
"""A task that is overdue by more than this is shown as one that does not run."""


@dataclass(frozen=True)
class Backlog:
    """How much waits and how much failed."""

    waiting: int
    failed: int
    mails_waiting: int
    mails_failed: int


@dataclass(frozen=True)
class TaskState:
    """A regular task: how often it runs, when it last did, and what went wrong then."""

    task: Scheduled
    last_run_at: datetime | None
    last_error: str
    late: bool


def backlog(session: Session) -> Backlog:
    """Count what waits and what failed."""
    counts = {str(state): n for state, n in session.execute(_by_state(Delivery.state))}
    mails = {str(state): n for state, n in session.execute(_by_state(OutgoingMail.state))}
    return Backlog(
        waiting=counts.get(DeliveryState.PENDING, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        mails_waiting=mails.get(MailState.WAITING, 0),
        mails_failed=mails.get(MailState.FAILED, 0),
    )


def failures(session: Session) -> int:
    """Return how many deliveries and mails were given up."""
    deliveries = select(func.count(Delivery.id)).where(Delivery.state == DeliveryState.FAILED)
    mails = select(func.count(OutgoingMail.id)).where(OutgoingMail.state == MailState.FAILED)
    return (session.scalar(deliveries) or 0) + (session.scalar(mails) or 0)


def deliveries(session: Session, page: int, words: str = "") -> Page[Delivery]:
    """Return one page of the deliveries that are not done: those that failed first, then those that wait.

    ``words``: in the name of event or task, in what it is about, or in the fault.
    """
    event = Delivery.event.has
    open_ones = select(Delivery).where(
        Delivery.state != DeliveryState.DONE,
        holds(
            words,
            Delivery.subscriber,
            Delivery.subject_key,
            Delivery.last_error,
            lambda word: event(Event.name.icontains(word, autoescape=True)),
        ),
    )
    total = session.scalar(select(func.count()).select_from(open_ones.subquery())) or 0
    ordered = open_ones.order_by(Delivery.state, Delivery.id).options(joinedload(Delivery.event))
    found = session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Page(found, page, PER_PAGE, total)


def failed_mails(session: Session, words: str = "") -> list[OutgoingMail]:
    """Return the mails that were given up last; with words in subject, address or fault."""
    failed = select(OutgoingMail).where(
        OutgoingMail.state == MailState.FAILED,
        holds(words, OutgoingMail.subject, OutgoingMail.recipient, OutgoingMail.last_error),
    )
    return list(session.scalars(failed.order_by(OutgoingMail.id.desc()).limit(PER_PAGE)))


def task_states(session: Session, *, now: datetime) -> list[TaskState]:
    """Return every regular task with its last run."""
    runs = {run.name: run for run in session.scalars(select(ScheduledRun))}
    found = []
    for task in tasks():
        run = runs.get(task.name)
        late = run is None or run.last_run_at + task.every + PATIENCE < now
        found.append(TaskState(task, run.last_run_at if run else None, run.last_error if run else "", late))
    return found


def retry(session: Session, actor: Actor, delivery_id: int, *, now: datetime) -> None:
    """Try a failed delivery again from the start; raise ``NotFound``, or ``Conflict`` where it has not failed."""
    actor.check(RUN_SITE)
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        raise NotFound()
    again = update(Delivery).where(Delivery.id == delivery_id, Delivery.state == DeliveryState.FAILED)
    if not conditional(session, again.values(state=DeliveryState.PENDING, attempts=0, next_attempt_at=now)):
        raise Conflict("not_failed", _l("It is being tried already."))
    trail.record(session, actor, events.DELIVERY_RETRIED, "delivery", delivery_id, now=now)


def retry_mail(session: Session, actor: Actor, mail_id: int, *, now: datetime) -> None:
    """Send a failed mail once more; raise ``NotFound``, or ``Conflict`` where it has not failed."""
    actor.check(RUN_SITE)
    if session.get(OutgoingMail, mail_id) is None:
        raise NotFound()
    again = update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.state == MailState.FAILED)
    if not conditional(session, again.values(state=MailState.WAITING, attempts=0, next_attempt_at=now)):
        raise Conflict("not_failed", _l("It is being tried already."))
    trail.record(session, actor, events.MAIL_RETRIED, "mail", mail_id, now=now)


def _by_state(column: Any) -> Select[Any]:
    return select(column, func.count()).group_by(column)
