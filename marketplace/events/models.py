"""One append-only table of what happened, and one row for each subscriber that must hear of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class Event(Base):
    """What happened, to what, by whom, when. Holds ids only: personal text stays in rows that can be erased."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject_kind", "subject_id", "id"),
        Index("ix_events_position", "position", unique=True),
        Index("ix_events_actor", "actor_user_id", "id"),
    )

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    actor_user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    actor_organisation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organisations.id"))
    occurred_at: Mapped[Instant]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    position: Mapped[int | None] = mapped_column(BigInteger)
    """Place in the chain, from 1. Events get theirs when their transaction ends."""
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))


class ChainHead(Base):
    """The one row that says where the chain of events ends."""

    __tablename__ = "event_chain_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    length: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class DeliveryState(StrEnum):
    """Where one delivery stands."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Delivery(Base):
    """One event for one subscriber: retried until done, in order per subject."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        CheckConstraint("state IN ('pending', 'done', 'failed')", name="state"),
        Index("ix_deliveries_due", "state", "next_attempt_at"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("events.id"))
    subscriber: Mapped[str] = mapped_column(String(60))
    subject_key: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[Instant]
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str] = mapped_column(Text, default="")
    event: Mapped[Event] = relationship()


class ScheduledRun(Base):
    """When a regular task last ran: a missed run shows, and nothing runs twice at once."""

    __tablename__ = "scheduled_runs"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_run_at: Mapped[Instant]
    last_error: Mapped[str] = mapped_column(Text, default="")
