"""What people say of themselves: name, number, language, and the address of their mail."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import people, queries
from marketplace.accounts.models import User
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.credentials import events, links, mails
from marketplace.credentials.models import LinkKind
from marketplace.events import trail
from marketplace.notifications.models import OutgoingMail


def change(session: Session, actor: Actor, *, name: str, phone: str, language: str, now: datetime) -> User:
    """Save the profile. A number that somebody else signs in with is kept for contact only."""
    if not name.strip():
        raise Invalid.field("name", _l("Write your name."))
    people.check_phone(phone)
    user = queries.person(session, actor.user_id)
    user.name, user.phone, user.language = name.strip(), phone.strip(), language
    user.phone_key = people.free_phone_key(session, phone, user_id=user.id)
    session.flush()
    trail.record(session, actor, events.PROFILE_CHANGED, "person", user.id, now=now)
    return user


def speak(session: Session, actor: Actor, language: str) -> None:
    """Keep the language that a person reads in, for the mails too."""
    queries.person(session, actor.user_id).language = language


def ask_for_address(session: Session, actor: Actor, text: str, *, now: datetime) -> OutgoingMail:
    """Mail a link to the new address and tell the old one. Return the mail to the new address.

    Whether the new address belongs to somebody already is told to that person only.
    """
    user, email = _new_address(session, actor, text)
    owner = _owner(session, email)
    mails.write(session, user, mails.ADDRESS_ASKED, address=email, now=now)
    token = links.issue(session, LinkKind.CHANGE_EMAIL, user.id if owner is None else None, email, now=now)
    if owner is not None:
        return mails.write(session, owner, mails.ADDRESS_IS_YOURS, now=now)
    path = mails.page("myself.confirm_address", token)
    return mails.write(session, user, mails.NEW_ADDRESS, path=path, to=email, now=now)


def confirm_address(session: Session, actor: Actor, token: str, *, now: datetime) -> None:
    """Change the address after its proof; the person must be signed in, so that a mistyped address gains nothing."""
    link, user = links.find(session, LinkKind.CHANGE_EMAIL, token, now=now)
    if user.id != actor.user_id:
        raise links.DeadLink()
    links.use(session, LinkKind.CHANGE_EMAIL, token, now=now)
    _change_address(session, actor, user, link.address, now)


def change_address_unproved(session: Session, actor: Actor, text: str, *, now: datetime) -> None:
    """Change the address at once: for a site that cannot send mail and so can ask nobody."""
    user, email = _new_address(session, actor, text)
    _change_address(session, actor, user, email, now)


def _new_address(session: Session, actor: Actor, text: str) -> tuple[User, str]:
    email = people.read_email(text)
    user = queries.person(session, actor.user_id)
    if email == user.email:
        raise Invalid.field("email", _l("This is your address already."))
    return user, email


def _change_address(session: Session, actor: Actor, user: User, email: str, now: datetime) -> None:
    if _owner(session, email) is not None:
        raise Conflict("taken", _l("This address belongs to another account."))
    mails.write(session, user, mails.ADDRESS_CHANGED, address=email, now=now)
    user.email, user.email_verified_at = email, now
    links.end_all(session, user.id)
    session.flush()
    trail.record(session, actor, events.EMAIL_CHANGED, "person", user.id, now=now)


def _owner(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email))
