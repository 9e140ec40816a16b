"""Forms that could not be taken because the session had ended."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class KeptForm(Base):
    """One form as it was filled in, without its passwords and files."""

    __tablename__ = "kept_forms"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    """Whose session it was; None where that is not known, then only the browser's cookie tells."""
    path: Mapped[str] = mapped_column(String(2000))
    fields: Mapped[list[Any]] = mapped_column(JSON)
    """Pairs of name and value, in the order of the form."""
    file_fields: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Names of the fields in which files were chosen; the files themselves are not kept."""
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant] = mapped_column(Moment, index=True)
