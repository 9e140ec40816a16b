"""Notices in the site, and the e-mails that wait to be sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class Notification(Base):
    """One notice for one person, in the language that person reads."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_inbox", "user_id", "read_at", "id"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[Instant]
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class MailState(StrEnum):
    """Where an e-mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(Base):
    """An e-mail, written in the transaction of its cause and sent by the worker afterwards."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        Index("ix_outgoing_mails_due", "state", "next_attempt_at"),
    )

    id: Mapped[PrimaryKey]
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Instant]
    next_attempt_at: Mapped[Instant]
    last_error: Mapped[str] = mapped_column(Text, default="")
    unsubscribe_url: Mapped[str] = mapped_column(String(400), server_default="", default="")
    """Address that stops mails of this group; empty on those that are always sent."""


class MailStop(Base):
    """One person wants no mail of one group of notices; the notices in the site still come."""

    __tablename__ = "mail_stops"
    __table_args__ = (UniqueConstraint("user_id", "group_code"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    group_code: Mapped[str] = mapped_column(String(20))
    stopped_at: Mapped[Instant]


class MailBounce(Base):
    """A mail server refused an address for good: for a while only mails of security go there."""

    __tablename__ = "mail_bounces"

    id: Mapped[PrimaryKey]
    address: Mapped[str] = mapped_column(String(254), unique=True)
    at: Mapped[Instant]
    reason: Mapped[str] = mapped_column(String(300))
