"""Proposals to revoke a verified certificate: one open at a time for each record, none ever deleted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certification.models import Certificate
from certification.revocation.rules import ProposalState
from marketplace.accounts.models import Organisation, User, one_of
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey

_OPEN = text("state = 'open'")


class RevocationProposal(Base):
    """One official's wish to revoke, and what a second person made of it."""

    __tablename__ = "revocation_proposals"
    __table_args__ = (
        CheckConstraint(one_of("state", ProposalState), name="state"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("state NOT IN ('signed', 'declined') OR closed_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("(held_at IS NULL) = (held_by_id IS NULL)", name="holder_named"),
        Index(
            "uq_revocation_proposals_open", "certificate_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_revocation_proposals_certificate_id", "certificate_id"),
        Index("ix_revocation_proposals_state", "state", "proposed_at"),
    )

    id: Mapped[PrimaryKey]
    certificate_id: Mapped[int] = mapped_column(BigId, ForeignKey("certificates.id"))
    state: Mapped[str] = mapped_column(String(12), default=ProposalState.OPEN)
    template: Mapped[str] = mapped_column(String(24))
    """Code of the reason that was chosen (``rules.REASONS``)."""
    reason: Mapped[str] = mapped_column(Text)
    """In the proposer's words, as the holder will read it."""
    proposed_at: Mapped[Instant]
    proposed_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    proposed_by_organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    held_at: Mapped[datetime | None] = mapped_column(Moment)
    """Since when the paper is on hold because of this proposal."""
    held_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    """Who signed, declined or took it back; None where it lapsed."""
    closed_by_organisation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organisations.id"))
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined."""
    version: Mapped[int] = mapped_column(default=1)
    certificate: Mapped[Certificate] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    proposed_by_organisation: Mapped[Organisation] = relationship(foreign_keys=[proposed_by_organisation_id])
    held_by: Mapped[User | None] = relationship(foreign_keys=[held_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    closed_by_organisation: Mapped[Organisation | None] = relationship(foreign_keys=[closed_by_organisation_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
