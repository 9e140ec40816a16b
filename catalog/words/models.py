"""Synonyms, and what was searched in vain."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class Synonym(Base):
    """Whoever searches ``word`` also finds what has ``means`` in it. Both are single words of the index."""

    __tablename__ = "search_synonyms"
    __table_args__ = (
        UniqueConstraint("word", "means"),
        CheckConstraint("word <> means", name="two_words"),
        Index("ix_search_synonyms_indexed", "indexed_at"),
    )

    id: Mapped[PrimaryKey]
    word: Mapped[str] = mapped_column(String(40))
    means: Mapped[str] = mapped_column(String(40))
    created_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    created_at: Mapped[Instant]
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was taken back; the row goes once the index has forgotten it too."""
    indexed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the index took in this state of the row; None until then."""


class SearchMiss(Base):
    """Words that were searched and found nothing: how often, when last. Nothing about who searched."""

    __tablename__ = "search_misses"
    __table_args__ = (Index("ix_search_misses_often", "times"), Index("ix_search_misses_last", "last_at"))

    words: Mapped[str] = mapped_column(String(120), primary_key=True)
    times: Mapped[int]
    first_at: Mapped[Instant]
    last_at: Mapped[Instant]
