"""Who accompanies whom, visits with their agreed steps, trainings, and the reports that were handed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey
from marketplace.files.models import StoredFile
from orders.mentoring.words import Mode, StepOwner, StepState


class Assignment(Base):
    """A time in which an assistant accompanies a cooperative for an office; both days are within it."""

    __tablename__ = "mentoring_assignments"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="days"),
        Index("ix_mentoring_assignments_assistant", "assistant_id", "starts_on"),
    )
    __owners__ = ("office_id",)

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    assistant_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    assigned_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    created_at: Mapped[Instant]
    assistant: Mapped[User] = relationship(foreign_keys=[assistant_id])
    cooperative: Mapped[Organisation] = relationship(foreign_keys=[cooperative_id])


class Visit(Base):
    """One visit or call. Its notes are the office's own; frozen after a week, then notes are added."""

    __tablename__ = "mentoring_visits"
    __table_args__ = (
        CheckConstraint(one_of("mode", Mode), name="mode"),
        CheckConstraint("people >= 0", name="people"),
        Index("ix_mentoring_visits_cooperative", "cooperative_id", "day"),
        Index("ix_mentoring_visits_author", "author_id", "day"),
        Index("ix_mentoring_visits_office", "office_id", "day"),
    )
    __owners__ = ("office_id",)

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    day: Mapped[date]
    mode: Mapped[str] = mapped_column(String(8))
    place: Mapped[str] = mapped_column(String(160), default="")
    topics: Mapped[list[str]] = mapped_column(JSON)
    people: Mapped[int] = mapped_column(default=0)
    notes: Mapped[str] = mapped_column(Text, default="")
    """Internal: for the office only."""
    file_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("stored_files.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[User] = relationship()
    cooperative: Mapped[Organisation] = relationship(foreign_keys=[cooperative_id])
    file: Mapped[StoredFile | None] = relationship()
    steps: Mapped[list["Step"]] = relationship(back_populates="visit", order_by="Step.id")
    further: Mapped[list["FurtherNote"]] = relationship(order_by="FurtherNote.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class FurtherNote(Base):
    """What is added to a frozen visit: a correction or an afterthought; internal like the notes."""

    __tablename__ = "mentoring_further_notes"

    id: Mapped[PrimaryKey]
    visit_id: Mapped[int] = mapped_column(BigId, ForeignKey("mentoring_visits.id"), index=True)
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Instant]
    author: Mapped[User] = relationship()


class Step(Base):
    """What was agreed: who does what until when. Seen by the cooperative."""

    __tablename__ = "mentoring_steps"
    __table_args__ = (
        CheckConstraint(one_of("owner", StepOwner), name="owner"),
        CheckConstraint(one_of("state", StepState), name="state"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        Index("ix_mentoring_steps_due", "cooperative_id", "state", "due_on"),
    )
    __owners__ = ("cooperative_id", "office_id")

    id: Mapped[PrimaryKey]
    visit_id: Mapped[int] = mapped_column(BigId, ForeignKey("mentoring_visits.id"), index=True)
    office_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8), default=StepState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    visit: Mapped[Visit] = relationship(back_populates="steps")
    cooperative: Mapped[Organisation] = relationship(foreign_keys=[cooperative_id])
    closed_by: Mapped[User | None] = relationship()
    comments: Mapped[list["StepComment"]] = relationship(order_by="StepComment.id")


class StepComment(Base):
    """What either side says about a step; both sides read it."""

    __tablename__ = "mentoring_step_comments"

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(BigId, ForeignKey("mentoring_steps.id"), index=True)
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[Instant]
    author: Mapped[User] = relationship()


class Training(Base):
    """One training and the cooperatives that sent people."""

    __tablename__ = "mentoring_trainings"
    __table_args__ = (Index("ix_mentoring_trainings_office", "office_id", "day"),)
    __owners__ = ("office_id",)

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    day: Mapped[date]
    place: Mapped[str] = mapped_column(String(160), default="")
    material_url: Mapped[str] = mapped_column(String(300), default="")
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[User] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(
        order_by="Attendance.id", cascade="all, delete-orphan", back_populates="training"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Attendance(Base):
    """How many people of a cooperative came to a training; their names only where the office needs them."""

    __tablename__ = "mentoring_attendances"
    __table_args__ = (
        UniqueConstraint("training_id", "cooperative_id"),
        CheckConstraint("people > 0", name="people"),
    )

    id: Mapped[PrimaryKey]
    training_id: Mapped[int] = mapped_column(BigId, ForeignKey("mentoring_trainings.id"))
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    people: Mapped[int]
    names: Mapped[str] = mapped_column(Text, default="")
    training: Mapped[Training] = relationship(back_populates="attendances")
    cooperative: Mapped[Organisation] = relationship()


class Report(Base):
    """One person's report of one month as it was handed in; never changed."""

    __tablename__ = "mentoring_reports"
    __table_args__ = (UniqueConstraint("office_id", "assistant_id", "month"),)
    __owners__ = ("office_id",)

    id: Mapped[PrimaryKey]
    office_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    assistant_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    month: Mapped[date]
    """Its first day."""
    summary: Mapped[str] = mapped_column(Text, default="")
    """In the author's own words: what went well, what stands in the way, what comes next."""
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    cooperatives: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Id, name and figures of each accompanied cooperative."""
    log: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """The visits as they stood: day, cooperative, mode, topics, people, steps."""
    submitted_at: Mapped[Instant]
    assistant: Mapped[User] = relationship()
