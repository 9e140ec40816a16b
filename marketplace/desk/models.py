"""What the site takes up, as last measured."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Instant


class StorageMeasure(Base):
    """How many bytes and files one part of the site takes up."""

    __tablename__ = "storage_measures"

    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int]
    measured_at: Mapped[Instant]
