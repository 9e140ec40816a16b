"""The second factor of a person, and the recovery codes for when the phone is gone."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class SecondFactor(Base):
    """One person's codes by time. The row holds a salt, not the secret: see ``codes.secret_of``."""

    __tablename__ = "second_factors"

    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Instant]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the phone first gave a right code; until then it is not asked for."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code that was taken; no code of it or before is taken again."""


class RecoveryCode(Base):
    """One code on paper, for one use."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Instant]
    used_at: Mapped[datetime | None] = mapped_column(Moment)
