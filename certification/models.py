"""Producers, their certificates, the names printed on them, and every decision that was made."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certification.lifecycle import CertificateState
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey
from marketplace.files.models import StoredFile
from marketplace.regions.models import Region


class ProducerKind(StrEnum):
    """How a producer stands to the cooperative that sells for it."""

    COOPERATIVE = "cooperative"
    MEMBER = "member"
    PARTNER = "partner"


class Producer(Base):
    """Who makes the goods: the cooperative itself, a member or a partner. Holder of the certificates."""

    __tablename__ = "producers"
    __table_args__ = (
        CheckConstraint(one_of("kind", ProducerKind), name="kind"),
        UniqueConstraint("cooperative_id", "name"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    scale: Mapped[str | None] = mapped_column(String(12))
    """``MakerScale`` as the cooperative states it; None counts as micro or small."""
    consent_at: Mapped[Instant]
    """When the producer agreed to be named and sold for."""
    consent_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)
    cooperative: Mapped[Organisation] = relationship()
    region: Mapped[Region] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Certificate(Base):
    """One paper of one producer. "Expired" is never written here: it follows from the dates (``status``)."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint(one_of("state", CertificateState), name="state"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="judge_named"),
        CheckConstraint("state NOT IN ('verified', 'revoked') OR decided_by_id IS NOT NULL", name="verified_by"),
        CheckConstraint("state <> 'verified' OR (number <> '' AND register <> '')", name="verified_against"),
        CheckConstraint("valid_until IS NULL OR issued_on IS NULL OR valid_until >= issued_on", name="dates"),
        Index("ix_certificates_queue", "state", "submitted_at"),
        Index("ix_certificates_at_risk", "state", "risk_rank", "submitted_at"),
        Index("ix_certificates_decided", "decided_at"),
        Index("ix_certificates_counted", "state", "cooperative_id", "scheme", "number"),
        Index("ix_certificates_number", "scheme", "number"),
        Index("ix_certificates_file", "file_id"),
    )
    __owners__ = ("cooperative_id",)

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """In the address of the public proof: ``/s/CODE``."""
    cooperative_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    producer_id: Mapped[int] = mapped_column(BigId, ForeignKey("producers.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60), default="")
    """Normal form of the number; empty while only the application is filed."""
    application_receipt: Mapped[str] = mapped_column(String(60), default="")
    """Receipt number of the application (STTD) while the certificate itself is not issued yet."""
    issued_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    """Last valid day; None where the scheme has no end date."""
    issuer: Mapped[str] = mapped_column(String(120), default="")
    grade: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """As printed, where its scheme has grades (NKV: I, II, III)."""
    state: Mapped[str] = mapped_column(String(20), default=CertificateState.DRAFT)
    on_hold: Mapped[bool] = mapped_column(default=False)
    renews_id: Mapped[int | None] = mapped_column(BigId, index=True)
    """The record that this one follows: a renewal, a new version, the paper after a rejected one."""
    replaced_from: Mapped[date | None]
    """First day on which a verified renewal counts in its place."""
    file_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("stored_files.id"))
    register: Mapped[str] = mapped_column(String(80), default="")
    """The public register it was checked against."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """Of the last decision, for the holder."""
    created_at: Mapped[Instant]
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    decided_by_organisation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organisations.id"))
    risk_rank: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """Minus the rupiah that wait for the decision (``desk.ranking``): one ascending index gives the most at risk
    first, and of equals the one that waits longest. A copy for sorting; pages show what ``at_risk`` reckons now."""
    version: Mapped[int] = mapped_column(default=1)
    cooperative: Mapped[Organisation] = relationship(foreign_keys=[cooperative_id])
    producer: Mapped[Producer] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    decided_by: Mapped[User | None] = relationship()
    decided_by_organisation: Mapped[Organisation | None] = relationship(foreign_keys=[decided_by_organisation_id])
    items: Mapped[list["CertificateItem"]] = relationship(
        back_populates="certificate", order_by="CertificateItem.position", cascade="all, delete-orphan"
    )
    decisions: Mapped[list["Decision"]] = relationship(back_populates="certificate", order_by="Decision.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CertificateItem(Base):
    """A product name as it is printed on the certificate or its appendix: what the certificate covers."""

    __tablename__ = "certificate_items"
    __table_args__ = (UniqueConstraint("certificate_id", "position"),)

    id: Mapped[PrimaryKey]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(160))
    certificate: Mapped[Certificate] = relationship(back_populates="items")


class CertificateScan(Base):
    """One scan that was ever attached to a record. A newer one takes its place and leaves it here."""

    __tablename__ = "certificate_scans"
    __table_args__ = (UniqueConstraint("certificate_id", "file_id"),)

    id: Mapped[PrimaryKey]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"))
    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("stored_files.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the bytes as uploaded, as it was when the scan was attached."""
    attached_at: Mapped[Instant]
    attached_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    submission: Mapped[int | None]
    """The first submission that it was sent with, counted from 1; None while nobody but the holder saw it."""
    file: Mapped[StoredFile] = relationship()
    attached_by: Mapped[User] = relationship()


class Verdict(StrEnum):
    """What an official decided."""

    VERIFIED = "verified"
    NEEDS_CORRECTION = "needs_correction"
    REJECTED = "rejected"
    REVOKED = "revoked"


class Decision(Base):
    """One decision of one official on one state of the scan; never changed, never deleted."""

    __tablename__ = "certificate_decisions"
    __table_args__ = (
        CheckConstraint(one_of("verdict", Verdict), name="verdict"),
        CheckConstraint("verdict = 'verified' OR reason <> ''", name="reason_given"),
    )

    id: Mapped[PrimaryKey]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(20))
    decided_at: Mapped[Instant]
    decided_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    register: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    """Field name to ``match`` or ``differs``, as the official marked it."""
    filed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What stood in the record then (``changes.Values``), to show what a correction changed; None in older rows."""
    file_sha256: Mapped[str] = mapped_column(String(64))
    certificate: Mapped[Certificate] = relationship(back_populates="decisions")
    decided_by: Mapped[User] = relationship()
