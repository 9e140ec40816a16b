"""Who is told of new messages: at once, but not more often than every quarter of an hour for one conversation."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.conversations import events, queries
from marketplace.conversations.models import Conversation, Message
from marketplace.conversations.services import mark_of
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify

QUIET = timedelta(minutes=15)
"""After a notice about a conversation the next one waits so long: a chat must not flood a mailbox."""
EXCERPT = 300

NEW_MESSAGE = Notice(
    "conversation_message",
    _l("%(sender)s writes about %(subject)s"),
    _l("%(author)s of %(sender)s: “%(excerpt)s”"),
)


@subscribe("tell_of_messages", events.MESSAGE_SENT)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the other party of a message, except whoever has read it or was told of the conversation just now."""
    conversation = session.get_one(Conversation, happening.subject_id)
    message = queries.message(session, happening.data["message"])
    people = queries.addressees(session, conversation, message.organisation_id)
    _tell(session, conversation, message, people, now)


@scheduled("tell_of_waiting_messages", every=timedelta(minutes=1))
def tell_late(database: Database, now: datetime) -> None:
    """Tell of the messages that came in the quiet time after a notice and are still unread."""
    with database.transaction() as session:
        for conversation, mark in queries.waiting(session, now - QUIET):
            message = queries.message(session, conversation.last_message_id)
            people = queries.addressees(session, conversation, message.organisation_id)
            _tell(session, conversation, message, [person for person in people if person.id == mark.user_id], now)
            # Where the person's own side wrote last, the question is answered: nothing is left to tell.
            mark.told_message_id = conversation.last_message_id


def _tell(
    session: Session, conversation: Conversation, message: Message, people: Sequence[User], now: datetime
) -> None:
    told = []
    for person in people:
        mark = mark_of(session, conversation.id, person.id)
        is_quiet = mark.told_at is not None and mark.told_at > now - QUIET
        if mark.last_message_id >= message.id or mark.told_message_id >= message.id or is_quiet:
            continue
        mark.told_at, mark.told_message_id = now, message.id
        told.append(person)
    url = url_for("conversations.show", code=conversation.code)
    notify(session, told, NEW_MESSAGE, url=url, now=now, values=_values(conversation, message))


def _values(conversation: Conversation, message: Message) -> dict[str, Any]:
    text = message.text
    excerpt = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
    return {
        "sender": message.organisation.name,
        "author": message.author.name,
        "subject": conversation.subject_title,
        "excerpt": excerpt or ", ".join(sent.file.original_name for sent in message.files),
    }
