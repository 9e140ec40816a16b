"""Telling people: a notice in the site and an e-mail, in the reader's own language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.notifications.models import Notification, OutgoingMail


@dataclass(frozen=True)
class Notice:
    """The words of one kind of notice: lazy texts with named places, ``%(number)s``."""

    kind: str
    title: Any
    body: Any


def notify(
    session: Session,
    people: Iterable[User],
    notice: Notice,
    *,
    url: str,
    now: datetime,
    values: Mapping[str, Any] | None = None,
) -> None:
    """Tell people once: a notice in the site and an e-mail each.

    ``url`` is a path of this site. ``values`` fill the named places; lazy texts among them are translated too.
    Needs an application context for the language and the site's address.
    """
    site_url = current_app.config["SETTINGS"].site_url
    for person in people:
        with force_locale(person.language):
            filled = {key: str(value) for key, value in (values or {}).items()}
            title, body = str(notice.title) % filled, str(notice.body) % filled
        session.add(
            Notification(
                user_id=person.id, kind=notice.kind, title=title[:200], body=body, url=url[:300], created_at=now
            )
        )
        session.add(mail_to(person.email, title, f"{body}\n\n{site_url}{url}\n", now=now))


def mail_to(recipient: str, subject: str, text: str, *, now: datetime) -> OutgoingMail:
    """Make an e-mail that the worker sends after the commit."""
    return OutgoingMail(
        recipient=recipient,
        subject=" ".join(subject.split())[:200],
        text=text,
        message_id=f"{uuid4().hex}@etalase",
        created_at=now,
        next_attempt_at=now,
    )


def inbox(session: Session, actor: Actor, *, page: int, per_page: int = 30) -> tuple[list[Notification], int]:
    """Return one page of a person's notices, newest first, and how many there are."""
    mine = select(Notification).where(Notification.user_id == actor.user_id)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    newest = mine.order_by(Notification.id.desc()).limit(per_page).offset((page - 1) * per_page)
    return list(session.scalars(newest)), total


def unread_count(session: Session, actor: Actor) -> int:
    """Return how many notices a person has not opened."""
    statement = select(func.count(Notification.id)).where(
        Notification.user_id == actor.user_id, Notification.read_at.is_(None)
    )
    return session.scalar(statement) or 0


def open_notice(session: Session, actor: Actor, notice_id: int, *, now: datetime) -> str:
    """Mark one of the actor's notices as read and return its path; raise ``NotFound`` for another's."""
    notice = session.scalar(
        select(Notification).where(Notification.id == notice_id, Notification.user_id == actor.user_id)
    )
    if notice is None:
        raise NotFound()
    notice.read_at = notice.read_at or now
    return notice.url


def read_all(session: Session, actor: Actor, *, now: datetime) -> None:
    """Mark all of a person's notices as read."""
    session.execute(
        update(Notification)
        .where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
        .values(read_at=now)
    )
