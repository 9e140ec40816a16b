"""Making an account and proving its address by mail."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import passwords, people, queries, sessions
from marketplace.accounts.models import SignInSession, User
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.credentials import events, links, mails
from marketplace.credentials.models import LinkKind
from marketplace.events import trail
from marketplace.notifications.models import OutgoingMail


def sign_up(session: Session, person: people.NewPerson, *, now: datetime) -> OutgoingMail:
    """Make an account and mail its link. Raise ``Invalid`` for what is not usable, but not for a taken address.

    A taken address takes as long and is answered alike; only its owner learns of it, by mail.
    """
    owner = session.scalar(select(User).where(User.email == people.read_email(person.email)))
    if owner is None:
        return ask_to_verify(session, people.sign_up(session, person, now=now), now=now)
    people.check_person(person)
    chosen = passwords.hash_password(person.password)
    if owner.email_verified_at is None and owner.disabled_at is None:
        # Nobody has proved this address: who asks last is who may prove it, with the password of this very form, and
        # whoever was in with another password is out.
        owner.password_hash, owner.name = chosen, person.name.strip()
        sessions.end_all(session, owner.id, now=now)
        return ask_to_verify(session, owner, now=now)
    return mails.write(session, owner, mails.ALREADY, path=mails.page("session.sign_in"), now=now)


def unproved(session: Session, address: str) -> User | None:
    """Return the account of an address that nobody has proved yet, or None."""
    return session.scalar(select(User).where(User.email == address, User.email_verified_at.is_(None)))


def ask_to_verify(session: Session, user: User, *, now: datetime) -> OutgoingMail:
    """Mail a person the link that proves the address."""
    token = links.issue(session, LinkKind.VERIFY_EMAIL, user.id, user.email, now=now)
    return mails.write(session, user, mails.VERIFY, path=mails.page("credentials.verify", token), now=now)


def send_again(session: Session, actor: Actor, *, now: datetime) -> OutgoingMail:
    """Mail the link once more; raise ``Conflict`` where the address is proved already."""
    user = queries.person(session, actor.user_id)
    if user.email_verified_at is not None:
        raise Conflict("verified", _l("Your address is confirmed already."))
    return ask_to_verify(session, user, now=now)


def verify(session: Session, token: str, *, password: str | None = None, now: datetime) -> User:
    """Take an address as proved; raise ``DeadLink``, and ``Invalid`` where the password is not right.

    ``password`` None: the browser is the one that made the account. Any other must know the password, for else
    whoever made an account with a stranger's address would get it confirmed by that stranger.
    """
    link, user = links.use(session, LinkKind.VERIFY_EMAIL, token, now=now)
    if link.address != user.email:
        raise links.DeadLink()
    if password is not None and not passwords.is_right(user.password_hash, password):
        raise Invalid.field("password", _l("This is not the password of the account."))
    mark_verified(session, user, now=now)
    return user


def mark_verified(session: Session, user: User, *, now: datetime) -> None:
    """Note that mail to the address arrives; nothing where that is known."""
    if user.email_verified_at is None:
        user.email_verified_at = now
        session.flush()
        trail.record(session, SYSTEM, events.EMAIL_VERIFIED, "person", user.id, now=now)


def was_never_in(session: Session, user: User) -> bool:
    """Tell whether a person was never signed in: then no second factor can stand behind the password yet."""
    return session.scalar(select(SignInSession.id).where(SignInSession.user_id == user.id).limit(1)) is None
