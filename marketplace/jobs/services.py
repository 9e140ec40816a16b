"""Asking for work, and clearing away what nobody needs any more."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.accounts import scope
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.jobs import events
from marketplace.jobs.models import Job, JobState

KEPT = timedelta(hours=24)
"""So long after its end a job and its files can be looked at."""
MOST_WAITING = 5
"""Open jobs of one person: nobody fills the worker's day alone."""
OPEN = (JobState.QUEUED, JobState.RUNNING)


def queue(
    session: Session, actor: Actor, kind: str, *, input_name: str = "", arguments: Mapping[str, Any], now: datetime
) -> Job:
    """Ask for a job; the same one that is still open is returned as it is, so a second click asks for nothing.

    ``input_name``: a file in the private store, the job's own from now on; ``arguments`` must tell one wish from
    another. Raises ``Conflict`` where too many wait.
    """
    if actor.organisation_id is None:
        raise Conflict("no_organisation", _l("Register an organisation first."))
    open_ones = session.scalars(own(actor).where(Job.state.in_(OPEN))).all()
    for twin in open_ones:
        if (twin.kind, twin.arguments) == (kind, dict(arguments)):
            return twin
    if len(open_ones) >= MOST_WAITING:
        raise Conflict("too_many_jobs", _l("Your earlier work is not done yet. Wait until it is, then try again."))
    job = Job(
        code=secrets.token_hex(16),
        kind=kind,
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        state=JobState.QUEUED,
        arguments=dict(arguments),
        input_name=input_name,
        created_at=now,
        expires_at=now + KEPT,
    )
    session.add(job)
    session.flush()
    trail.record(session, actor, events.JOB_QUEUED, "job", job.id, now=now, kind_of=kind)
    return job


def own_job(session: Session, actor: Actor, code: str, *, now: datetime) -> Job:
    """Return a job of this person in this organisation; for everybody else there is none (``NotFound``)."""
    job = session.scalar(own(actor).where(Job.code == code))
    if job is None or (job.expires_at <= now and not job.is_open):
        raise NotFound()
    return job


def own(actor: Actor) -> Select[Job]:
    """Select the jobs that a person has asked for in the active organisation."""
    mine: Select[Job] = scope.rows(actor, Job)
    return mine.where(Job.user_id == actor.user_id)


def expired(session: Session, *, now: datetime) -> list[Job]:
    """Return ended jobs whose time is over."""
    old = select(Job).where(Job.state.not_in(OPEN), Job.expires_at <= now)
    return list(session.scalars(old.order_by(Job.id).limit(200)))
