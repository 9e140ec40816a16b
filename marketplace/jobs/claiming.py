"""Taking the next job, and ending it: done, failed, or given back."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from marketplace.accounts import people
from marketplace.accounts.models import User
from marketplace.core.roles import Actor
from marketplace.db import conditional
from marketplace.events import trail
from marketplace.jobs import events
from marketplace.jobs.models import Job, JobState
from marketplace.jobs.running import LEASE
from marketplace.jobs.services import KEPT

MAX_ATTEMPTS = 5
"""A job that has ended its worker so often is not tried again."""


@dataclass(frozen=True)
class Ending:
    """How a job ends."""

    state: JobState
    error: str = ""
    output_name: str = ""
    output_title: str = ""


def is_work(session: Session, *, now: datetime) -> bool:
    """Tell whether a job waits: asked with a reading session, so that an idle worker never stops those who write."""
    return session.scalar(select(Job.id).where(_due(now)).limit(1)) is not None


def claim(session: Session, *, now: datetime) -> Job | None:
    """Lease the oldest job that waits, or whose run was killed; None where there is nothing to do."""
    due = _due(now)
    for job_id in session.scalars(select(Job.id).where(due).order_by(Job.id).limit(5)).all():
        lease = secrets.token_hex(16)
        taken = update(Job).where(Job.id == job_id, due)
        values = {"state": JobState.RUNNING, "lease": lease, "leased_until": now + LEASE, "attempts": Job.attempts + 1}
        if conditional(session, taken.values(**values)):
            job = session.get_one(Job, job_id, populate_existing=True)
            job.started_at = job.started_at or now
            return job
    return None


def _due(now: datetime) -> ColumnElement[bool]:
    orphaned = and_(Job.state == JobState.RUNNING, Job.leased_until < now)
    return or_(Job.state == JobState.QUEUED, orphaned)


def actor_for(session: Session, job: Job) -> Actor:
    """Return the person as they stand now: whoever has lost a right since may not use it through a job."""
    user = session.get_one(User, job.user_id)
    memberships = [] if user.disabled_at is not None else people.memberships_of(session, user.id)
    return people.actor_of(user, memberships, job.organisation_id)


def end(session: Session, job_id: int, lease: str, actor: Actor, ending: Ending, *, now: datetime) -> bool:
    """End a job whose lease is still held; tell whether it was."""
    values: dict[str, Any] = {
        "state": ending.state,
        "error": ending.error[:300],
        "output_name": ending.output_name,
        "output_title": ending.output_title[:120],
        "lease": "",
        "leased_until": None,
        "finished_at": now,
        "expires_at": now + KEPT,
    }
    mine = update(Job).where(Job.id == job_id, Job.lease == lease, Job.state == JobState.RUNNING)
    if not conditional(session, mine.values(**values)):
        return False
    trail.record(session, actor, events.JOB_ENDED, "job", job_id, now=now, state=ending.state)
    return True


def give_back(session: Session, job_id: int, lease: str) -> None:
    """Let the next worker go on at once: this one was told to stop."""
    mine = update(Job).where(Job.id == job_id, Job.lease == lease, Job.state == JobState.RUNNING)
    conditional(
        session,
        mine.values(state=JobState.QUEUED, lease="", leased_until=None, attempts=Job.attempts - 1),
    )
