"""Every change of a product under a paper that holds for one recipe: what was, what is filed, what was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.holds.lifecycle import HoldState
from catalog.models import Product
from certification.models import Certificate
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey
from marketplace.files.models import StoredFile

_LIVE = text("state IN ('open', 'filed', 'refused', 'parked')")


class PaperHold(Base):
    """One change of one product under one certificate. ``before`` and ``filed`` are ``Composition`` as plain values."""

    __tablename__ = "paper_holds"
    __table_args__ = (
        CheckConstraint(one_of("state", HoldState), name="state"),
        CheckConstraint("state NOT IN ('confirmed', 'refused') OR decided_by_id IS NOT NULL", name="judge_named"),
        CheckConstraint("state <> 'refused' OR decision_reason <> ''", name="reason_given"),
        CheckConstraint("state <> 'filed' OR (filed_at IS NOT NULL AND note <> '')", name="filed_whole"),
        Index(
            "uq_paper_holds_live",
            "product_id",
            "certificate_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_paper_holds_queue", "state", "filed_at"),
        Index("ix_paper_holds_shop", "cooperative_id", "state"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    """Random: in the addresses of the seller's and the official's page."""
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"))
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=HoldState.OPEN)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The product as the paper last counted for it."""
    filed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The product as the seller filed it: what an official decides on."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What the seller says about the change."""
    file_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("stored_files.id"))
    opened_at: Mapped[Instant]
    filed_at: Mapped[datetime | None] = mapped_column(Moment)
    filed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    product: Mapped[Product] = relationship()
    certificate: Mapped[Certificate] = relationship()
    cooperative: Mapped[Organisation] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    filed_by: Mapped[User | None] = relationship(foreign_keys=[filed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
