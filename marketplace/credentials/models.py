"""Links that are mailed, work once and end."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class LinkKind(StrEnum):
    """What a link is good for."""

    VERIFY_EMAIL = "verify_email"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"


class OneTimeLink(Base):
    """A link in a mail. The mail holds a random token, the database its hash."""

    __tablename__ = "one_time_links"
    __table_args__ = (
        CheckConstraint(one_of("kind", LinkKind), name="kind"),
        Index("ix_one_time_links_user_id_kind", "user_id", "kind"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    """None for a link that nobody got: asking for an address without account leaves the same traces."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(254))
    """The address that the link proves; empty for one that went another way."""
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant] = mapped_column(Moment, index=True)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User | None] = relationship()
