"""Records of files that people gave us. The bytes lie in the private file store under generated names."""

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, PrimaryKey


class StoredFile(Base):
    """One private file: a scan or a proof of transfer, with page pictures that are safe to look at."""

    __tablename__ = "stored_files"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)
    __owners__ = ("organisation_id",)

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    uploaded_at: Mapped[Instant]
    original_name: Mapped[str] = mapped_column(String(120))
    """What the person called it: shown escaped, never used as a path."""
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    """Of the bytes as uploaded: decisions are bound to it."""
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    pages: Mapped[list[str]] = mapped_column(JSON)
    """Stored names of the page pictures (WebP), in order."""
