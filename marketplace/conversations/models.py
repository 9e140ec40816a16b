"""Conversations of two organisations about one subject: messages that stay, their files, and who read what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation, User
from marketplace.db import Base, BigId, Instant, Moment, PrimaryKey
from marketplace.files.models import StoredFile


class Conversation(Base):
    """What a buyer and a cooperative write each other about one subject; there is one for each subject and pair."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "buyer_organisation_id", "seller_organisation_id"),
        CheckConstraint("buyer_organisation_id <> seller_organisation_id", name="two_parties"),
        Index("ix_conversations_buyer", "buyer_organisation_id", "last_message_at"),
        Index("ix_conversations_seller", "seller_organisation_id", "last_message_at"),
    )
    __owners__ = ("buyer_organisation_id", "seller_organisation_id")

    id: Mapped[PrimaryKey]
    code: Mapped[str] = mapped_column(String(24), unique=True)
    """Random, in its address: numbers would tell how many conversations there are."""
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigId)
    subject_key: Mapped[str] = mapped_column(String(40))
    """The public name of the subject (a product's code, an order's number), to find its page again."""
    subject_title: Mapped[str] = mapped_column(String(200))
    """What the subject was called when the last message was written."""
    buyer_organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    seller_organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    created_at: Mapped[Instant]
    last_message_at: Mapped[Instant]
    last_message_id: Mapped[int] = mapped_column(BigId, default=0)
    message_count: Mapped[int] = mapped_column(default=0)
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_organisation_id])
    seller: Mapped[Organisation] = relationship(foreign_keys=[seller_organisation_id])

    def other(self, organisation_id: int | None) -> Organisation:
        """Return the other party as seen by one of the two."""
        return self.seller if organisation_id == self.buyer_organisation_id else self.buyer


class Message(Base):
    """One message; it stays as it was written."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "idempotency_key"),
        Index("ix_messages_conversation", "conversation_id", "id"),
    )

    id: Mapped[PrimaryKey]
    conversation_id: Mapped[int] = mapped_column(BigId, ForeignKey("conversations.id"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(BigId, ForeignKey("organisations.id"))
    """The party for which the author wrote."""
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Instant]
    idempotency_key: Mapped[str] = mapped_column(String(80))
    """Made with the form: a form that is sent twice is one message."""
    author: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(order_by="MessageFile.id")


class MessageFile(Base):
    """A photo or PDF that came with a message."""

    __tablename__ = "message_files"

    id: Mapped[PrimaryKey]
    message_id: Mapped[int] = mapped_column(BigId, ForeignKey("messages.id"), index=True)
    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("stored_files.id"), unique=True)
    file: Mapped[StoredFile] = relationship()


class ConversationRead(Base):
    """How far one person has read a conversation, and up to what that person was told of new messages."""

    __tablename__ = "conversation_reads"
    __table_args__ = (
        UniqueConstraint("conversation_id", "user_id"),
        Index("ix_conversation_reads_told", "told_at"),
    )

    id: Mapped[PrimaryKey]
    conversation_id: Mapped[int] = mapped_column(BigId, ForeignKey("conversations.id"))
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    last_message_id: Mapped[int] = mapped_column(BigId, default=0)
    told_message_id: Mapped[int] = mapped_column(BigId, default=0)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
