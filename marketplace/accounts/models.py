"""People, organisations, memberships, sign-in sessions and API tokens."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.roles import OrganisationKind, Role
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey
from marketplace.regions.models import Region


def one_of(column: str, kinds: type[StrEnum]) -> str:
    """Write the CHECK that a column holds one of an enum's values."""
    return f"{column} IN ({', '.join(repr(str(kind)) for kind in kinds)})"


class OrganisationState(StrEnum):
    """Where an organisation stands: registered, approved, refused, suspended."""

    PENDING = "pending"
    ACTIVE = "active"
    REFUSED = "refused"
    SUSPENDED = "suspended"


class User(Base):
    """A person who signs in."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("ix_users_phone_key", "phone_key", unique=True),
    )

    id: Mapped[PrimaryKey]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email_verified_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the person proved that mail to the address arrives; whoever has not may look but not act."""
    phone: Mapped[str] = mapped_column(String(20), default="")
    phone_key: Mapped[str | None] = mapped_column(String(20))
    """The number in the form ``+62…`` under which the person signs in; nobody else may have it."""
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="id")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the person's account was deleted: name, address and number are gone, the row stays for the papers."""
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", order_by="Membership.id")


class Organisation(Base):
    """A cooperative, a buyer, an agency of officials, or the operator of the site."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint(one_of("kind", OrganisationKind), name="kind"),
        CheckConstraint(one_of("state", OrganisationState), name="state"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="judge_named"),
        Index("ix_organisations_kind_state", "kind", "state"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Short code in document numbers: ``001/INV/KDMPWERU/XI/2026``."""
    state: Mapped[str] = mapped_column(String(12), default=OrganisationState.PENDING)
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    nib: Mapped[str] = mapped_column(String(20), default="")
    npwp: Mapped[str] = mapped_column(String(30), default="")
    nik_koperasi: Mapped[str] = mapped_column(String(30), default="")
    ahu: Mapped[str] = mapped_column(String(60), default="")
    is_pkp: Mapped[bool] = mapped_column(default=False)
    """Registered for PPN (pengusaha kena pajak); others charge none."""
    bank_name: Mapped[str] = mapped_column(String(60), default="")
    bank_account_number: Mapped[str] = mapped_column(String(40), default="")
    bank_account_holder: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[Instant]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", use_alter=True))
    decision_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    region: Mapped[Region] = relationship()
    memberships: Mapped[list["Membership"]] = relationship(back_populates="organisation")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Membership(Base):
    """A person in an organisation, in one role; several rows for several roles."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("user_id", "organisation_id", "role"),
        CheckConstraint(one_of("role", Role), name="role"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[Instant]
    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class Suspension(Base):
    """A time in which an organisation is suspended, and why; the open one has no end."""

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint("(resumed_at IS NULL) = (resumed_by_id IS NULL)", name="resumer_named"),
        Index("ix_suspensions_organisation", "organisation_id", "id"),
    )

    id: Mapped[PrimaryKey]
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    reason: Mapped[str] = mapped_column(String(500))
    suspended_at: Mapped[Instant]
    suspended_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    resumed_at: Mapped[datetime | None] = mapped_column(Moment)
    resumed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))


class SignInSession(Base):
    """One signed-in browser. The cookie holds a random token; the database its hash, so logout kills it."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organisations.id"))
    """The organisation that the person acts for in this browser."""
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[Instant]
    last_seen_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the person last proved who they are (password, and the second factor where there is one)."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class HalfSignIn(Base):
    """Somebody whose password was right and whose second factor is awaited. Opens no page and holds no permission."""

    __tablename__ = "half_sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    expires_at: Mapped[Instant]


class ApiToken(Base):
    """A bearer token of one person for one organisation, to read or also to write."""

    __tablename__ = "api_tokens"

    id: Mapped[PrimaryKey]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"), index=True)
    can_write: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
