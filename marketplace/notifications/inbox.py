"""A person's notices in the site: lists, counts, and marking them as read."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.notifications.models import Notification
from marketplace.web.pages import Page

PER_PAGE = 30


def inbox(
    session: Session, actor: Actor, *, page: int, only_unread: bool = False, words: str = ""
) -> Page[Notification]:
    """Return one page of a person's notices, newest first: all, or those not read yet; with words in them."""
    mine = select(Notification).where(Notification.user_id == actor.user_id)
    mine = mine.where(holds(words, Notification.title, Notification.body))
    if only_unread:
        mine = mine.where(Notification.read_at.is_(None))
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    newest = mine.order_by(Notification.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page(list(session.scalars(newest)), page, PER_PAGE, total)


def unread_count(session: Session, actor: Actor) -> int:
    """Return how many notices a person has not opened."""
    statement = select(func.count(Notification.id)).where(
        Notification.user_id == actor.user_id, Notification.read_at.is_(None)
    )
    return session.scalar(statement) or 0


def open_notice(session: Session, actor: Actor, notice_id: int, *, now: datetime) -> str:
    """Mark one of the actor's notices as read and return its path; raise ``NotFound`` for another's."""
    notice = _mine(session, actor, notice_id)
    notice.read_at = notice.read_at or now
    return notice.url


def mark(session: Session, actor: Actor, notice_id: int, *, is_read: bool, now: datetime) -> None:
    """Mark one of the actor's notices as read or as unread; raise ``NotFound`` for another's."""
    notice = _mine(session, actor, notice_id)
    notice.read_at = (notice.read_at or now) if is_read else None


def read_all(session: Session, actor: Actor, *, now: datetime) -> None:
    """Mark all of a person's notices as read."""
    _read(session, actor, now)


def read_about(session: Session, actor: Actor, url: str, *, now: datetime) -> None:
    """Mark a person's notices that lead to a page as read: the person is looking at it."""
    _read(session, actor, now, Notification.url == url)


def _read(session: Session, actor: Actor, now: datetime, *narrower: object) -> None:
    unread = update(Notification).where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
    session.execute(unread.where(*narrower).values(read_at=now))  # type: ignore[arg-type]


def _mine(session: Session, actor: Actor, notice_id: int) -> Notification:
    notice = session.scalar(
        select(Notification).where(Notification.id == notice_id, Notification.user_id == actor.user_id)
    )
    if notice is None:
        raise NotFound()
    return notice
