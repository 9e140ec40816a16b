"""Jobs: what is to be done for whom, how far it is, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.models import one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work for one person. Its files lie in the private store and go when it expires."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(one_of("state", JobState), name="state"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("ix_jobs_due", "state", "id"),
    )
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    """Random: in the address ``/kerja/CODE``."""
    kind: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """0 while nobody knows how much it is."""
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    input_name: Mapped[str] = mapped_column(String(80), default="")
    output_name: Mapped[str] = mapped_column(String(80), default="")
    output_title: Mapped[str] = mapped_column(String(120), default="")
    """What the download is called."""
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """``counts`` (name to number), ``problems`` and ``changes`` (lists of plain values, each capped)."""
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why it failed, in words for the person; empty where only the log knows."""
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str] = mapped_column(String(32), default="")
    """Names the run that is at work; a run whose lease was taken over changes nothing any more."""
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[Instant]
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    expires_at: Mapped[Instant]

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)
