"""What was answered to a write that carried a key."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, PrimaryKey


class KeptAnswer(Base):
    """The answer to one write of an organisation, kept in the transaction of the write itself."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("organisation_id", "key_hash"),)
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    key_hash: Mapped[str] = mapped_column(String(64))
    """Of the caller's key, which may be anything and is kept by nobody."""
    request_hash: Mapped[str] = mapped_column(String(64))
    """Of method, path and body: another request under the same key is a mistake of the caller."""
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept_at: Mapped[Instant] = mapped_column(index=True)
