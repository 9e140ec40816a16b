"""What buyers decided about lines that lost a paper, and who was told of which event."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db import Base, BigId, Instant, PrimaryKey


class TouchedDecision(Base):
    """The buyer wants a line all the same, for one lost paper as it stood then: once it stands worse, asked anew."""

    __tablename__ = "touched_decisions"
    __table_args__ = (
        UniqueConstraint("order_line_id", "certificate_id", "status"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[PrimaryKey]
    order_line_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_lines.id"))
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[Instant]
    decided_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    decided_by: Mapped[User] = relationship()


class TouchedNotice(Base):
    """One person was told of one event of one certificate: nobody is told twice."""

    __tablename__ = "touched_notices"
    __table_args__ = (
        UniqueConstraint("event_id", "user_id"),
        Index("ix_touched_notices_certificate", "certificate_id", "event_name"),
    )

    id: Mapped[PrimaryKey]
    event_id: Mapped[int] = mapped_column(BigId)
    event_name: Mapped[str] = mapped_column(String(60))
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"))
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    told_at: Mapped[Instant]
