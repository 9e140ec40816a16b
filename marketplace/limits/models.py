"""The counts, one row for each key that is counted."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, Instant


class Tally(Base):
    """How often something happened since its window began. Holds a hash, never an address or a name."""

    __tablename__ = "limit_tallies"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[Instant]
