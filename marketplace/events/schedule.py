"""Regular tasks of the worker: each at most once in its interval, with a mark of when it last ran."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import select

from marketplace.db import Database
from marketplace.events.models import ScheduledRun

log = logging.getLogger(__name__)

Task: TypeAlias = Callable[[Database, datetime], None]


@dataclass(frozen=True)
class Scheduled:
    """A task and how often it runs."""

    name: str
    every: timedelta
    run: Task


_tasks: dict[str, Scheduled] = {}


def scheduled(name: str, every: timedelta) -> Callable[[Task], Task]:
    """Register a task that the worker runs again and again; what it does must be idempotent."""

    def keep(task: Task) -> Task:
        _tasks[name] = Scheduled(name, every, task)
        return task

    return keep


def tasks() -> list[Scheduled]:
    """Return every task, by name."""
    return sorted(_tasks.values(), key=lambda task: task.name)


def run_due(database: Database, *, now: datetime) -> list[str]:
    """Run the tasks whose interval is over and return their names; a fault is kept, the next turn tries again."""
    with database.reading() as session:
        last = {run.name: run.last_run_at for run in session.scalars(select(ScheduledRun))}
    ran = []
    for task in _tasks.values():
        if task.name in last and last[task.name] + task.every > now:
            continue
        _run(database, task, now)
        ran.append(task.name)
    return ran


def _run(database: Database, task: Scheduled, now: datetime) -> None:
    error = ""
    try:
        task.run(database, now)
    except Exception as fault:  # one task's fault must not stop the others
        log.exception("task %s failed", task.name)
        error = f"{type(fault).__name__}: {fault}"[:2000]
    with database.transaction() as session:
        session.merge(ScheduledRun(name=task.name, last_run_at=now, last_error=error))
