"""Changes of an organisation's bank account, each held before it counts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey

WAITS = text("applied_at IS NULL AND stopped_at IS NULL")


class BankAccountChange(Base):
    """An account that an organisation wants to be paid to from a moment on, unless one of its people stops it."""

    __tablename__ = "bank_account_changes"
    __owners__ = ("organisation_id",)
    __table_args__ = (
        CheckConstraint("applied_at IS NULL OR stopped_at IS NULL", name="one_end"),
        Index("ix_bank_account_changes_organisation", "organisation_id", "id"),
        Index(
            "ix_bank_account_changes_waiting",
            "organisation_id",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
    )

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    bank_name: Mapped[str] = mapped_column(String(60))
    account_number: Mapped[str] = mapped_column(String(40))
    account_holder: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[Instant]
    asked_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    effective_at: Mapped[Instant]
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    stopped_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
