"""Supplier files: what was made for which buyer, what was agreed to, and until when it may be fetched."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.supplier_file.rules import Consent
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey


class Ending(StrEnum):
    """Why a file ended before its time."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class SupplierFile(Base):
    """One ZIP of one cooperative for one buyer. The row stays when the bytes are gone: it says who had what."""

    __tablename__ = "supplier_files"
    __table_args__ = (
        CheckConstraint("(shared_at IS NULL) = (shared_by_id IS NULL)", name="sharer_named"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ending_named"),
        CheckConstraint(f"ending IS NULL OR {one_of('ending', Ending)}", name="ending"),
        CheckConstraint("size > 0", name="size"),
        Index("ix_supplier_files_cooperative", "cooperative_id", "buyer_id"),
        Index("ix_supplier_files_buyer", "buyer_id", "shared_at"),
        Index("ix_supplier_files_kept", "stored_name", "expires_at"),
    )
    __owners__ = ("cooperative_id", "buyer_id")

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(32), unique=True)
    """Random: in the address ``/berkas-pemasok/CODE``."""
    job_id: Mapped[int] = mapped_column(BigId, unique=True)
    """The work that made it: begun again after a kill, it makes no second one."""
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    buyer_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[Instant]
    made_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    stored_name: Mapped[str | None] = mapped_column(String(80))
    """In the private file store; None once the bytes are gone."""
    file_name: Mapped[str] = mapped_column(String(120))
    """What the download is called, plain ASCII."""
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """``name``, ``title``, ``size`` and ``sha256`` of each entry, in order."""
    gaps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """``part``, ``standing``, ``what`` and ``why`` of what is missing, as its cover says."""
    papers: Mapped[list[str]] = mapped_column(JSON)
    """Codes of the certificates in it: whether they still count is told beside the download."""
    expires_at: Mapped[Instant]
    """After that moment nobody can fetch it."""
    shared_at: Mapped[datetime | None] = mapped_column(Moment)
    shared_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ending: Mapped[str | None] = mapped_column(String(10))
    cooperative: Mapped[Organisation] = relationship(foreign_keys=[cooperative_id])
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    shared_by: Mapped[User | None] = relationship(foreign_keys=[shared_by_id])
    consents: Mapped[list["SupplierFileConsent"]] = relationship(order_by="SupplierFileConsent.id")

    def is_living(self, now: datetime) -> bool:
        """Whether it can be fetched at all."""
        return self.stored_name is not None and self.ended_at is None and self.expires_at > now


class SupplierFileConsent(Base):
    """Somebody agreed that one kind of thing goes to this buyer in this file."""

    __tablename__ = "supplier_file_consents"
    __table_args__ = (
        UniqueConstraint("file_id", "subject"),
        CheckConstraint(one_of("subject", Consent), name="subject"),
    )

    id: Mapped[PrimaryKey]
    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("supplier_files.id"))
    subject: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[Instant]
    given_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    given_by: Mapped[User] = relationship()
