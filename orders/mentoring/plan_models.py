"""The yearly business plan of a cooperative. Each saving is a new version; old ones stay as they were."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Money, PrimaryKey
from orders.mentoring.words import NeedKind


class PlanVersion(Base):
    """One version of the plan of one cooperative for one year."""

    __tablename__ = "business_plans"
    __table_args__ = (
        UniqueConstraint("cooperative_id", "year", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    year: Mapped[int]
    number: Mapped[int]
    summary: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[Instant]
    written_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    written_for_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    """The writer's organisation: the cooperative itself or the office that accompanies it."""
    written_by: Mapped[User] = relationship()
    written_for: Mapped[Organisation] = relationship(foreign_keys=[written_for_id])
    targets: Mapped[list["PlanTarget"]] = relationship(order_by="PlanTarget.id")
    needs: Mapped[list["PlanNeed"]] = relationship(order_by="PlanNeed.id")


class PlanTarget(Base):
    """How much of one product shall be sold in the year: base units by quarter, and rupiah of the whole year."""

    __tablename__ = "business_plan_targets"
    __table_args__ = (UniqueConstraint("plan_id", "product_id"), CheckConstraint("rupiah >= 0", name="rupiah"))

    id: Mapped[PrimaryKey]
    plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("business_plans.id"))
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    quarters: Mapped[list[Any]] = mapped_column(JSON)
    """Four whole numbers."""
    rupiah: Mapped[Money]
    product: Mapped[Product] = relationship()


class PlanNeed(Base):
    """What the plan needs: capital, permits, packaging; rupiah where known."""

    __tablename__ = "business_plan_needs"
    __table_args__ = (
        CheckConstraint(one_of("kind", NeedKind), name="kind"),
        CheckConstraint("rupiah IS NULL OR rupiah >= 0", name="rupiah"),
    )

    id: Mapped[PrimaryKey]
    plan_id: Mapped[int] = mapped_column(BigId, ForeignKey("business_plans.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(200))
    rupiah: Mapped[Money | None]
    is_met: Mapped[bool] = mapped_column(default=False)
