"""Doing jobs: one run holds the lease of its job, and every step renews it in the transaction of its own change.

A run that was killed leaves its lease behind; when that is over the next run goes on where the last whole step ended.
A run that was slow and lost its lease changes nothing any more: its step is rolled back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.adapters.files import FileStore
from marketplace.core.roles import Actor
from marketplace.db import Database, conditional
from marketplace.jobs.models import Job, JobState

LEASE = timedelta(seconds=45)
"""Longer than any single step may take."""
MOST_LISTED = 500


class LeaseLost(Exception):
    """Another run has taken the job over, or the worker is to stop."""


@dataclass(kw_only=True)
class JobRun:
    """One run of a job, as the work sees it."""

    job_id: int
    lease: str
    actor: Actor
    arguments: dict[str, Any]
    database: Database
    store: FileStore
    clock: Callable[[], datetime]
    input_name: str = ""
    done: int = 0
    """Steps that are done already: where a run after a kill goes on."""
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    output: tuple[bytes, str, str] | None = None
    """What can be downloaded in the end: bytes, suffix of the stored name, title."""
    is_stopping: Callable[[], bool] = lambda: False

    def input(self) -> bytes:
        """Return the bytes that the job was given."""
        return self.store.read(self.input_name)

    def count(self, name: str) -> None:
        """Count one of something."""
        self.counts[name] = self.counts.get(name, 0) + 1

    def list_problem(self, problem: dict[str, Any]) -> None:
        """Add to the problems that the page shows, as long as they are few enough."""
        if len(self.problems) < MOST_LISTED:
            self.problems.append(problem)

    def list_change(self, change: dict[str, Any]) -> None:
        """Add to the changes that the page shows, as long as they are few enough."""
        if len(self.changes) < MOST_LISTED:
            self.changes.append(change)

    @contextmanager
    def step(self, size: int = 1) -> Iterator[Session]:
        """Do a step in a transaction of its own: its change and the progress are kept together or not at all."""
        if self.is_stopping():
            raise LeaseLost("the worker stops")
        with self.database.transaction() as session:
            yield session
            self.done += size
            self._write(session)

    def begin(self, total: int) -> None:
        """Say how many steps there are."""
        self.total = total
        with self.database.transaction() as session:
            self._write(session)

    def result(self) -> dict[str, Any]:
        """Return what the page tells."""
        return {"counts": dict(self.counts), "problems": list(self.problems), "changes": list(self.changes)}

    def _write(self, session: Session) -> None:
        mine = update(Job).where(Job.id == self.job_id, Job.lease == self.lease, Job.state == JobState.RUNNING)
        renewed = mine.values(done=self.done, total=self.total, result=self.result(), leased_until=self.clock() + LEASE)
        if not conditional(session, renewed):
            raise LeaseLost("another run has taken over")
