"""Versions of the pages, who agreed to which, and complaints."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class PageVersion(Base):
    """One version of a page in one language. Published, it is never changed: people agreed to these very words."""

    __tablename__ = "page_versions"
    __table_args__ = (
        UniqueConstraint("slug", "number", "language"),
        CheckConstraint("language IN ('id', 'en')", name="language"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    is_material: Mapped[bool] = mapped_column(default=False)
    """Whether people are asked again: something changed for them, not just the wording."""
    published_at: Mapped[Instant]
    published_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    """None for the first version, which comes with the software."""


class Consent(Base):
    """One person agreed to one version of a page. Kept as the proof that UU PDP, article 24 asks for."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("user_id", "slug", "number"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    slug: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    given_at: Mapped[Instant]


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    PERSONAL_DATA = "personal_data"
    PRODUCT = "product"
    ORDER = "order"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    OPEN = "open"
    ANSWERED = "answered"


class Complaint(Base):
    """What somebody told the operator, and the answer. The words can be erased; that there was one stays."""

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint(one_of("kind", ComplaintKind), name="kind"),
        CheckConstraint(one_of("state", ComplaintState), name="state"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answered"),
        Index("ix_complaints_state", "state", "created_at"),
    )

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """``ADU-2026-7KQ4MX``: random, since counting would tell how many there are."""
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default=ComplaintState.OPEN)
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(2), default="id")
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Instant]
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    """Made with the form: a form that is sent twice is one complaint."""
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
