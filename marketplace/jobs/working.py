"""The worker's second hand: does jobs one after the other, beside the deliveries, so that no mail waits for them."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask_babel import force_locale

from marketplace.core.clock import now as clock
from marketplace.core.errors import DomainError
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.jobs import claiming, kinds, services
from marketplace.jobs.claiming import MAX_ATTEMPTS, Ending
from marketplace.jobs.models import Job, JobState
from marketplace.jobs.running import JobRun, LeaseLost
from marketplace.web.database import database, forget_reading

log = logging.getLogger(__name__)

BROKEN = _l("Something broke on our side. Try once more; if it stays so, tell us.")
NOT_THERE = _l("This work cannot be done any more.")


def turn(app: Flask, is_stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do the next job to its end and tell whether there was one; texts need the site's context."""
    with app.test_request_context("/", base_url=app.config["SETTINGS"].site_url):
        with database().reading() as session:
            if not claiming.is_work(session, now=clock()):
                return False
        with database().transaction() as session:
            job = claiming.claim(session, now=clock())
            actor = claiming.actor_for(session, job) if job is not None else None
        if job is None or actor is None:
            return False
        run = _run_of(app, job, actor, is_stopping)
        with force_locale(actor.language):
            _do(job, run)
        forget_reading()
    return True


def _run_of(app: Flask, job: Job, actor: Actor, is_stopping: Callable[[], bool]) -> JobRun:
    """Return the run of a job, with what an earlier run has done already."""
    return JobRun(
        job_id=job.id,
        lease=job.lease,
        actor=actor,
        arguments=dict(job.arguments),
        database=database(),
        store=app.extensions["private_files"],
        clock=clock,
        input_name=job.input_name,
        done=job.done,
        total=job.total,
        counts=dict(job.result.get("counts", {})),
        problems=list(job.result.get("problems", [])),
        changes=list(job.result.get("changes", [])),
        is_stopping=is_stopping,
    )


def _do(job: Job, run: JobRun) -> None:
    """Do a job; whatever goes wrong is kept with it."""
    kind = kinds.named(job.kind)
    if kind is None or job.attempts > MAX_ATTEMPTS:
        _end(run, Ending(JobState.FAILED, str(NOT_THERE if kind is None else BROKEN)))
        return
    try:
        kind.run(run)
    except LeaseLost as reason:
        log.info("job %s is given back: %s", job.id, reason)
        with run.database.transaction() as session:
            claiming.give_back(session, run.job_id, run.lease)
    except DomainError as error:
        texts = [str(error.message), *(str(text) for text in error.errors.values())]
        _end(run, Ending(JobState.FAILED, " ".join(text for text in texts if text) or str(BROKEN)))
    except Exception:  # one broken job must not stop the others
        log.exception("job %s failed", job.id)
        _end(run, Ending(JobState.FAILED, str(BROKEN)))
    else:
        _end(run, _ending_of(run))


def _ending_of(run: JobRun) -> Ending:
    if run.output is None:
        return Ending(JobState.DONE)
    data, suffix, title = run.output
    return Ending(JobState.DONE, output_name=run.store.put(data, suffix), output_title=title)


def _end(run: JobRun, ending: Ending) -> None:
    with run.database.transaction() as session:
        kept = claiming.end(session, run.job_id, run.lease, run.actor, ending, now=run.clock())
    if not kept and ending.output_name:
        run.store.delete(ending.output_name)


def register_sweep(app: Flask) -> None:
    """Let the worker delete old jobs with their files, every hour."""

    @scheduled("sweep_jobs", every=timedelta(hours=1))
    def sweep(database: Database, now: datetime) -> None:
        sweep_jobs(app, database, now)


def sweep_jobs(app: Flask, database: Database, now: datetime) -> None:
    """Delete ended jobs whose time is over; the rows go only after their files."""
    store = app.extensions["private_files"]
    with database.transaction() as session:
        for job in services.expired(session, now=now):
            for name in filter(None, (job.input_name, job.output_name)):
                store.delete(name)
            session.delete(job)
