"""Writing to each other: the parties of a conversation, its messages, and how far a person has read."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.conversations import events
from marketplace.conversations.models import Conversation, ConversationRead, Message, MessageFile
from marketplace.conversations.permissions import TALK
from marketplace.conversations.subjects import Subject
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import SUSPENDED, Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files.services import PreparedFile, keep

MAX_TEXT = 4000
MAX_FILES = 3


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody sends. The same ``idempotency_key`` again in one conversation is the same message."""

    text: str
    idempotency_key: str
    files: Sequence[PreparedFile] = ()


@dataclass(frozen=True)
class Parties:
    """The two organisations of a conversation."""

    buyer_id: int
    seller_id: int


def parties_of(actor: Actor, subject: Subject) -> Parties:
    """Return who talks about a subject when the actor begins; raise ``NotFound`` for whoever has no part in it."""
    actor.check(TALK)
    me = actor.organisation_id
    if me == subject.seller_organisation_id:
        if subject.buyer_organisation_id is None:
            raise Conflict("own_subject", _l("Here buyers write to you. Their messages stand under Messages."))
        return Parties(subject.buyer_organisation_id, subject.seller_organisation_id)
    open_to_all = subject.buyer_organisation_id is None and actor.is_buyer
    if me is None or not (open_to_all or me == subject.buyer_organisation_id):
        raise NotFound()
    return Parties(me, subject.seller_organisation_id)


def begin(session: Session, actor: Actor, kind: str, subject: Subject, draft: Draft, *, now: datetime) -> Conversation:
    """Send the first message about a subject; where the two talk about it already, add to that conversation."""
    parties = parties_of(actor, subject)
    conversation = existing(session, kind, subject, parties)
    if conversation is None:
        if actor.organisation_suspended and subject.buyer_organisation_id is None:
            raise NotAllowed("suspended", SUSPENDED)
        conversation = _new(session, kind, subject, parties, now)
    write(session, actor, conversation, draft, now=now)
    conversation.subject_title = subject.title[:200]
    return conversation


def existing(session: Session, kind: str, subject: Subject, parties: Parties) -> Conversation | None:
    """Return the conversation of two parties about a subject, or None."""
    return session.scalar(
        select(Conversation).where(
            Conversation.subject_kind == kind,
            Conversation.subject_id == subject.id,
            Conversation.buyer_organisation_id == parties.buyer_id,
            Conversation.seller_organisation_id == parties.seller_id,
        )
    )


def write(session: Session, actor: Actor, conversation: Conversation, draft: Draft, *, now: datetime) -> Message:
    """Add a message to a conversation of the actor's side; sent twice it is one."""
    actor.check(TALK)
    if actor.organisation_id not in (conversation.buyer_organisation_id, conversation.seller_organisation_id):
        raise NotFound()
    # The row is locked, so that of two clicks at once the second one sees the message of the first.
    session.refresh(conversation, with_for_update=True)
    before = sent_before(session, conversation, draft.idempotency_key)
    if before is not None:
        return before
    check(draft)
    return _add(session, actor, conversation, draft, now)


def sent_before(session: Session, conversation: Conversation, key: str) -> Message | None:
    """Return the message that a form has sent already, or None."""
    return session.scalar(
        select(Message).where(Message.conversation_id == conversation.id, Message.idempotency_key == key)
    )


def check(draft: Draft) -> None:
    """Raise ``Invalid`` for a message that is empty or too long, has too many files, or came without its form's key."""
    if not draft.text.strip() and not draft.files:
        raise Invalid.field("text", _l("Write something, or choose a file."))
    check_size(draft.text, len(draft.files))
    if not 8 <= len(draft.idempotency_key) <= 80:
        raise Invalid("no_key", _l("Load the page again and send once more."))


def check_size(text: str, files: int) -> None:
    """Raise ``Invalid`` where a text is too long or the files are too many: before slow work is done for them."""
    if len(text) > MAX_TEXT:
        raise Invalid.field("text", _l("At most %(most)s characters. Send the rest after it.", most=MAX_TEXT))
    if files > MAX_FILES:
        raise Invalid.field("files", _l("At most %(most)s files in one message.", most=MAX_FILES))


def mark_read(session: Session, actor: Actor, conversation: Conversation) -> None:
    """Note that the actor has seen everything that stands in the conversation now."""
    mark = mark_of(session, conversation.id, actor.user_id)
    mark.last_message_id = max(mark.last_message_id, conversation.last_message_id)


def mark_of(session: Session, conversation_id: int, user_id: int) -> ConversationRead:
    """Return the mark of one person in one conversation, made where there is none yet."""
    wanted = select(ConversationRead).where(
        ConversationRead.conversation_id == conversation_id, ConversationRead.user_id == user_id
    )
    found = session.scalar(wanted)
    if found is not None:
        return found
    fresh = ConversationRead(conversation_id=conversation_id, user_id=user_id, last_message_id=0, told_message_id=0)
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:  # the same person in another window was faster
        return session.scalars(wanted).one()
    return fresh


def _new(session: Session, kind: str, subject: Subject, parties: Parties, now: datetime) -> Conversation:
    conversation = Conversation(
        code=secrets.token_urlsafe(15),
        subject_kind=kind,
        subject_id=subject.id,
        subject_key=subject.key,
        subject_title=subject.title[:200],
        buyer_organisation_id=parties.buyer_id,
        seller_organisation_id=parties.seller_id,
        created_at=now,
        last_message_at=now,
    )
    try:
        with session.begin_nested():
            session.add(conversation)
    except IntegrityError:  # a colleague, or the same form again, was faster
        found = existing(session, kind, subject, parties)
        if found is None:
            raise
        return found
    return conversation


def _add(session: Session, actor: Actor, conversation: Conversation, draft: Draft, now: datetime) -> Message:
    message = Message(
        conversation_id=conversation.id,
        author_id=actor.user_id,
        organisation_id=actor.organisation_id,
        text="\n".join(draft.text.strip().splitlines()),
        created_at=now,
        idempotency_key=draft.idempotency_key,
        files=[MessageFile(file=keep(session, actor, prepared, now=now)) for prepared in draft.files],
    )
    session.add(message)
    session.flush()
    conversation.last_message_at, conversation.last_message_id = now, message.id
    conversation.message_count += 1
    mark_read(session, actor, conversation)
    trail.record(session, actor, events.MESSAGE_SENT, "conversation", conversation.id, now=now, message=message.id)
    return message
