"""Reading conversations: one's own by code, the list of one's organisation, what is unread, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from marketplace.accounts import queries as accounts
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation, User
from marketplace.conversations.models import Conversation, ConversationRead, Message, MessageFile
from marketplace.conversations.permissions import TALK
from marketplace.core.errors import NotFound
from marketplace.core.roles import SELLING, Actor
from marketplace.web.pages import PER_PAGE, Page

MESSAGES_PER_PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A conversation as a list shows it."""

    conversation: Conversation
    last: Message
    is_unread: bool


def conversation_of(session: Session, actor: Actor, code: str) -> Conversation:
    """Return a conversation of the actor's organisation; raise ``NotFound`` for a stranger's."""
    actor.check(TALK)
    wanted = scope.rows(actor, Conversation).where(Conversation.code == code.replace("\x00", ""))
    found = session.scalar(wanted.options(joinedload(Conversation.buyer), joinedload(Conversation.seller)))
    if found is None:
        raise NotFound()
    return found


def about(session: Session, actor: Actor, kind: str, subject_id: int) -> Conversation | None:
    """Return the first conversation of the actor's organisation about a subject, or None; for the subject's page."""
    wanted = scope.rows(actor, Conversation).where(
        Conversation.subject_kind == kind, Conversation.subject_id == subject_id
    )
    return session.scalars(wanted.order_by(Conversation.id).limit(1)).first()


def messages(session: Session, conversation: Conversation, page: int) -> Page[Message]:
    """Return one page of messages, the newest page first, oldest message first within it."""
    wanted = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.id.desc())
    shown = wanted.limit(MESSAGES_PER_PAGE).offset((page - 1) * MESSAGES_PER_PAGE)
    whole = (joinedload(Message.author), selectinload(Message.files).joinedload(MessageFile.file))
    found = list(session.scalars(shown.options(*whole)))
    return Page(found[::-1], page, MESSAGES_PER_PAGE, conversation.message_count)


def listed(session: Session, actor: Actor, page: int, words: str = "") -> Page[Listed]:
    """Return one page of the organisation's conversations, unread ones first, then by the last message.

    ``words``: part of the subject, of the other party's name, or of a message.
    """
    unread = _unread(actor)
    wanted = _found(scope.rows(actor, Conversation), words)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = (
        wanted.join(Message, Message.id == Conversation.last_message_id)
        .add_columns(Message, unread)
        .options(joinedload(Conversation.buyer), joinedload(Conversation.seller), joinedload(Message.author))
        .order_by(unread.desc(), Conversation.last_message_at.desc(), Conversation.id.desc())
    )
    rows = session.execute(shown.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Page([Listed(row[0], row[1], bool(row[2])) for row in rows], page, PER_PAGE, total)


def unread_count(session: Session, actor: Actor) -> int:
    """Return in how many conversations something new waits for the actor."""
    wanted = scope.rows(actor, Conversation).where(_unread(actor)).with_only_columns(func.count(Conversation.id))
    return session.scalar(wanted) or 0


def is_read(session: Session, actor: Actor, conversation: Conversation) -> bool:
    """Tell whether the actor has seen the last message."""
    mark = select(ConversationRead.last_message_id).where(
        ConversationRead.conversation_id == conversation.id, ConversationRead.user_id == actor.user_id
    )
    return (session.scalar(mark) or 0) >= conversation.last_message_id


def may_see_file(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file came with a message to the actor's organisation: a rule for ``files.access``."""
    if not actor.can(TALK):
        return False
    came_with = (
        select(MessageFile.id)
        .join(Message, Message.id == MessageFile.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(MessageFile.file_id == file_id, _is_mine(actor))
    )
    return session.scalar(came_with) is not None


def message(session: Session, message_id: int) -> Message:
    """Return a message with its author and party, for those who tell of it."""
    whole = (joinedload(Message.author), joinedload(Message.organisation), selectinload(Message.files))
    return session.scalars(select(Message).where(Message.id == message_id).options(*whole)).one()


def addressees(session: Session, conversation: Conversation, written_by: int) -> Sequence[User]:
    """Return whom a message of one party is for: the other party's people.

    A cooperative: its managers and staff. A buyer: who has written so far, all members where nobody has.
    """
    if written_by == conversation.buyer_organisation_id:
        return accounts.members(session, conversation.seller_organisation_id, SELLING)
    members = accounts.members(session, conversation.buyer_organisation_id)
    authors = set(
        session.scalars(
            select(Message.author_id).where(
                Message.conversation_id == conversation.id,
                Message.organisation_id == conversation.buyer_organisation_id,
            )
        )
    )
    return [person for person in members if person.id in authors] or members


def waiting(session: Session, told_before: datetime) -> list[tuple[Conversation, ConversationRead]]:
    """Return the marks of people who were told before that moment and have unread messages since."""
    wanted = (
        select(Conversation, ConversationRead)
        .join(ConversationRead, ConversationRead.conversation_id == Conversation.id)
        .where(
            ConversationRead.told_at <= told_before,
            ConversationRead.told_message_id < Conversation.last_message_id,
            ConversationRead.last_message_id < Conversation.last_message_id,
        )
        .order_by(ConversationRead.id)
        .limit(200)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]


def _is_mine(actor: Actor) -> ColumnElement[bool]:
    me = actor.organisation_id
    return or_(Conversation.buyer_organisation_id == me, Conversation.seller_organisation_id == me)


def _unread(actor: Actor) -> ColumnElement[bool]:
    """Build the condition that the other party wrote something after what the actor has read."""
    mark = select(func.max(ConversationRead.last_message_id)).where(
        ConversationRead.conversation_id == Conversation.id, ConversationRead.user_id == actor.user_id
    )
    said = aliased(Message)
    later = said.id > func.coalesce(mark.correlate(Conversation).scalar_subquery(), 0)
    theirs = and_(said.conversation_id == Conversation.id, said.organisation_id != actor.organisation_id)
    return exists().where(theirs, later).correlate(Conversation)


def _found(wanted: Select[Conversation], words: str) -> Select[Conversation]:
    """Narrow to the conversations that hold the words."""
    words = words.replace("\x00", "").strip()
    if not words:
        return wanted
    named = select(Organisation.id).where(Organisation.name.icontains(words, autoescape=True))
    said = aliased(Message)
    return wanted.where(
        or_(
            Conversation.subject_title.icontains(words, autoescape=True),
            Conversation.subject_key.icontains(words, autoescape=True),
            Conversation.buyer_organisation_id.in_(named),
            Conversation.seller_organisation_id.in_(named),
            exists().where(said.conversation_id == Conversation.id, said.text.icontains(words, autoescape=True)),
        )
    )
