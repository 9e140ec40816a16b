"""Payments with the orders they pay, proofs of transfer, refunds, and the card events that were seen."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import one_of
from marketplace.db import Base, BigId, Instant, Moment, Money, PrimaryKey
from marketplace.files.models import StoredFile
from orders.models import Order, OrderGroup
from orders.payments.lifecycle import PaymentMethod


class Payment(Base):
    """One payment: a transfer pays one order to its seller; a card pays all orders of a checkout."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint(one_of("method", PaymentMethod), name="method"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("method <> 'bank_transfer' OR account_number <> ''", name="account"),
    )

    id: Mapped[PrimaryKey]
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("order_groups.id"), index=True)
    method: Mapped[str] = mapped_column(String(16))
    reference: Mapped[str] = mapped_column(String(30), unique=True)
    amount: Mapped[Money]
    pay_by: Mapped[Instant]
    created_at: Mapped[Instant]
    paid_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    """Who of the receiver of the money confirmed a transfer."""
    account_bank: Mapped[str] = mapped_column(String(60), default="")
    account_number: Mapped[str] = mapped_column(String(40), default="")
    account_holder: Mapped[str] = mapped_column(String(120), default="")
    attempt: Mapped[int] = mapped_column(default=0)
    """How many card sessions were opened: part of the idempotency key."""
    session_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    session_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    """Asked of the provider for the latest attempt: the same key must come with the same words."""
    session_over_at: Mapped[datetime | None] = mapped_column(Moment)
    """When we saw that nothing more can happen in the session; until then it is asked about."""
    intent_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
    """When its orders changed and another payment took its place. Money that comes all the same is not lost."""
    group: Mapped[OrderGroup] = relationship()
    allocations: Mapped[list["Allocation"]] = relationship(back_populates="payment", order_by="Allocation.id")
    proofs: Mapped[list["TransferProof"]] = relationship(order_by="TransferProof.id")


class Allocation(Base):
    """The part of a payment that pays one order."""

    __tablename__ = "payment_allocations"
    __table_args__ = (
        UniqueConstraint("payment_id", "order_id"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[PrimaryKey]
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payments.id"))
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("orders.id"), index=True)
    amount: Mapped[Money]
    payment: Mapped[Payment] = relationship(back_populates="allocations")
    order: Mapped[Order] = relationship()


class TransferProof(Base):
    """What the buyer sent to show a transfer. Only the receiver of the money can accept it."""

    __tablename__ = "transfer_proofs"

    id: Mapped[PrimaryKey]
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payments.id"), index=True)
    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("stored_files.id"))
    sent_at: Mapped[Instant]
    sent_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    used_before: Mapped[bool] = mapped_column(default=False)
    """The same picture was sent for another payment: the seller is warned."""
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    refusal_reason: Mapped[str] = mapped_column(String(300), default="")
    file: Mapped[StoredFile] = relationship()


class RefundState(StrEnum):
    """Where a refund stands."""

    DUE = "due"
    DONE = "done"
    FAILED = "failed"


class Refund(Base):
    """Money that goes back in full: by the gateway for a card, by the seller's own transfer otherwise."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("payment_id", "order_id"),
        CheckConstraint(one_of("state", RefundState), name="state"),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_refunds_state", "state"),
    )

    id: Mapped[PrimaryKey]
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payments.id"))
    order_id: Mapped[int] = mapped_column(BigId, ForeignKey("orders.id"), index=True)
    amount: Mapped[Money]
    state: Mapped[str] = mapped_column(String(8), default=RefundState.DUE)
    created_at: Mapped[Instant]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    provider_refund_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    note: Mapped[str] = mapped_column(Text, default="")
    attempt: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was sent anew after the provider had said no: part of the idempotency key."""
    failure: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The provider's word for why it failed."""
    proof_file_id: Mapped[int | None] = mapped_column(BigId)
    """The stored file that shows the operator's own transfer, where the money went back that way."""
    payment: Mapped[Payment] = relationship()
    order: Mapped[Order] = relationship()


class SeenCardEvent(Base):
    """A webhook that took effect: written in the same transaction as the effect, so it works once."""

    __tablename__ = "seen_card_events"

    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    payment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("payments.id"))
    seen_at: Mapped[Instant]
