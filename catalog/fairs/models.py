"""Trade fairs, their booths, the products shown there, and the contacts that visitors leave."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from marketplace.accounts.models import Organisation, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class FairState(StrEnum):
    """A fair is prepared, then public. Whether it is coming, on or past follows from its days."""

    DRAFT = "draft"
    PUBLIC = "public"


class Fair(Base):
    """A trade fair that officials run."""

    __tablename__ = "fairs"
    __table_args__ = (
        CheckConstraint(one_of("state", FairState), name="state"),
        CheckConstraint("ends_on >= starts_on", name="days"),
    )
    __owners__ = ("organiser_id",)

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    organiser_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(160))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    about: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=FairState.DRAFT)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    organiser: Mapped[Organisation] = relationship()
    booths: Mapped[list["Booth"]] = relationship(back_populates="fair", order_by="Booth.position")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Booth(Base):
    """The stand of one cooperative at a fair; its code is on the printed cards."""

    __tablename__ = "booths"
    __table_args__ = (UniqueConstraint("fair_id", "cooperative_id"),)

    id: Mapped[PrimaryKey]
    fair_id: Mapped[int] = mapped_column(BigId, ForeignKey("fairs.id"), index=True)
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    """Unique over the site, because ``/p/CODE?stan=BOOTH`` names no fair."""
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(40))
    """Where to find it: ``A12``."""
    fair: Mapped[Fair] = relationship(back_populates="booths")
    cooperative: Mapped[Organisation] = relationship()
    exhibits: Mapped[list["Exhibit"]] = relationship(order_by="Exhibit.position", cascade="all, delete-orphan")


class Exhibit(Base):
    """A product shown at a booth."""

    __tablename__ = "exhibits"
    __table_args__ = (UniqueConstraint("booth_id", "product_id"),)

    id: Mapped[PrimaryKey]
    booth_id: Mapped[int] = mapped_column(BigId, ForeignKey("booths.id"))
    product_id: Mapped[int] = mapped_column(BigId, ForeignKey("products.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship()


class Lead(Base):
    """A visitor's contact for a cooperative, with the words the visitor agreed to. The text can be erased."""

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint("erased_at IS NOT NULL OR phone <> '' OR email <> ''", name="reachable"),
        UniqueConstraint("cooperative_id", "idempotency_key"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    booth_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("booths.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("products.id"))
    name: Mapped[str] = mapped_column(String(120))
    organisation_name: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    message: Mapped[str] = mapped_column(Text, default="")
    consent_text: Mapped[str] = mapped_column(Text)
    consent_at: Mapped[Instant]
    created_at: Mapped[Instant]
    handled_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    booth: Mapped[Booth | None] = relationship()
    product: Mapped[Product | None] = relationship()
