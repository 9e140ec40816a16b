"""Mail that came back: noted by address, minded for a while, over as soon as the address is verified again."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.notifications.models import MailBounce
from marketplace.notifications.permissions import SEE_RETURNED_MAIL
from marketplace.web.pages import PER_PAGE, Page

SILENCE = timedelta(days=30)
"""How long an address that refused a mail gets none but those of security."""


def note(session: Session, address: str, reason: str, *, now: datetime) -> None:
    """Write down that a mail server refused an address for good."""
    row = session.scalar(select(MailBounce).where(MailBounce.address == address))
    if row is None:
        row = MailBounce(address=address)
        session.add(row)
    row.at, row.reason = now, reason[:300]


def is_returned(now: datetime) -> ColumnElement[bool]:
    """Build the condition that mail to a ``User`` came back lately; needs a join by ``OF_USER``.

    A person who verified the address (again) after that has proved that mail arrives.
    """
    unproved = or_(User.email_verified_at.is_(None), User.email_verified_at < MailBounce.at)
    return and_(MailBounce.at > now - SILENCE, unproved)


OF_USER = MailBounce.address == User.email


def bounce_of(session: Session, user_id: int, *, now: datetime) -> MailBounce | None:
    """Return the returned mail that a person should know of, or None."""
    return session.scalar(select(MailBounce).join(User, OF_USER).where(User.id == user_id, is_returned(now)))


def returned(
    session: Session, actor: Actor, *, page: int, now: datetime, words: str = ""
) -> Page[tuple[User, MailBounce]]:
    """Return one page of the people whose mail comes back, last first; with words in name, address or reason."""
    actor.check(SEE_RETURNED_MAIL)
    wanted = select(User, MailBounce).join(MailBounce, OF_USER).where(is_returned(now), User.erased_at.is_(None))
    wanted = wanted.where(holds(words, User.name, MailBounce.address, MailBounce.reason))
    total = session.scalar(wanted.with_only_columns(func.count(User.id))) or 0
    shown = wanted.order_by(MailBounce.at.desc(), MailBounce.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Page([(row[0], row[1]) for row in session.execute(shown)], page, PER_PAGE, total)


def returned_count(session: Session, _actor: Actor, *, now: datetime) -> int:
    """Return how many people's mail comes back."""
    wanted = select(func.count(User.id)).join(MailBounce, OF_USER).where(is_returned(now), User.erased_at.is_(None))
    return session.scalar(wanted) or 0
