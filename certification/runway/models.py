"""What was sent: one row for each step of each end, so that nobody is reminded twice and no step is lost."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from certification.models import Certificate
from marketplace.db import Base, BigId, Instant, PrimaryKey


class CertificateReminder(Base):
    """The holder was reminded of this end at this step."""

    __tablename__ = "certificate_reminders"
    __table_args__ = (UniqueConstraint("certificate_id", "valid_until", "step"),)

    id: Mapped[PrimaryKey]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey(Certificate.id))
    valid_until: Mapped[date]
    step: Mapped[int]
    """Days before the end (``rules.STEPS``)."""
    sent_at: Mapped[Instant]
