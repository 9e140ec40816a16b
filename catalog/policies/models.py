"""Every version of every buyer's policy; the newest one is in force, none is ever changed or deleted."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, User
from marketplace.db import Base, BigId, Instant, PrimaryKey


class PolicyVersion(Base):
    """One version of an organisation's policy, numbered from 1."""

    __tablename__ = "policy_versions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    number: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As ``catalog.policies.writing`` writes them."""
    note: Mapped[str] = mapped_column(String(300), default="")
    """What changed and why, for colleagues."""
    made_at: Mapped[Instant]
    made_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User] = relationship()
