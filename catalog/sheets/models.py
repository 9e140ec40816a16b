"""Which line of which file became which product, so that the same file read twice makes nothing twice."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, PrimaryKey


class SheetLine(Base):
    """A line without a code that was taken in: the hash of the file and the line's number name its product."""

    __tablename__ = "sheet_lines"
    __table_args__ = (UniqueConstraint("cooperative_id", "key"),)
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    key: Mapped[str] = mapped_column(String(80))
    """SHA-256 of the file and the line's number: ``3f…:17``."""
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    at: Mapped[Instant]
