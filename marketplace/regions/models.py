"""Regions of Indonesia by Kemendagri code: provinces, regencies, districts, and villages where known."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base


class Region(Base):
    """One region; ``level`` 1 province, 2 regency or city, 3 district, 4 village."""

    __tablename__ = "regions"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 4", name="level"),)

    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[int]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
    path: Mapped[str] = mapped_column(String(200))
    """The name with its parents, nearest first: ``Weru, Paciran, Kabupaten Lamongan, Jawa Timur``."""
