"""Passwords: choosing a new one by a link, changing it while signed in."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.accounts import passwords, people, queries, sessions
from marketplace.accounts.models import User
from marketplace.accounts.phones import phone_key
from marketplace.core.errors import Invalid, NotFound
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.credentials import events, links, mails, verifying
from marketplace.credentials.models import LinkKind
from marketplace.credentials.permissions import HELP_IN
from marketplace.events import trail
from marketplace.notifications.models import OutgoingMail


def read_login(text: str) -> str:
    """Return an e-mail address or a phone number in the form that is kept; raise ``Invalid`` where it is neither."""
    number = phone_key(text)
    return number if number is not None and "@" not in text else people.read_email(text)


def ask_for_reset(session: Session, login: str, *, now: datetime) -> OutgoingMail | None:
    """Mail the link to a new password to whoever signs in with an address or a number.

    For an account that is not there, disabled or erased the same is written, but nobody gets a mail.
    """
    user = queries.person_by_login(session, login)
    alive = user is not None and user.disabled_at is None and user.erased_at is None
    token = links.issue(session, LinkKind.RESET, user.id if user and alive else None, _address(user, login), now=now)
    if user is None or not alive:
        return None
    return mails.write(session, user, mails.RESET, path=mails.page("reset.choose", token), now=now)


def reset_link_for(session: Session, actor: Actor, user_id: int, *, now: datetime) -> str:
    """Return a link to a new password for somebody whom no mail reaches, to be shown once to the operator.

    It proves no address. Raise ``NotAllowed`` for others, ``NotFound`` for an account that is disabled or erased.
    """
    actor.check(HELP_IN)
    user = queries.person(session, user_id)
    if user.disabled_at is not None or user.erased_at is not None:
        raise NotFound()
    token = links.issue(session, LinkKind.RESET, user.id, "", now=now)
    trail.record(session, actor, events.RESET_LINK_MADE, "person", user.id, now=now)
    return mails.site_address(mails.page("reset.choose", token))


def choose_password(session: Session, token: str, password: str, *, site_name: str, now: datetime) -> User:
    """Set the password by a link: all sign-ins and all other links of the person end.

    A password that is refused (``Invalid``) does not use the link up. Raise ``DeadLink``.
    """
    _link, user = links.find(session, LinkKind.RESET, token, now=now)
    _check(session, user, password, site_name)
    link, user = links.use(session, LinkKind.RESET, token, now=now)
    user.password_hash = passwords.hash_password(password)
    proved = link.address == user.email
    links.end_all(session, user.id)
    if proved:
        verifying.mark_verified(session, user, now=now)
    sessions.end_all(session, user.id, now=now)
    people.revoke_all_tokens(session, user.id, now=now)
    trail.record(session, SYSTEM, events.PASSWORD_RESET, "person", user.id, now=now)
    return user


def change_password(
    session: Session, actor: Actor, old: str, new: str, *, site_name: str, keep_token: str, now: datetime
) -> None:
    """Set another password after the old one; all sign-ins but that of ``keep_token`` end, API tokens are revoked."""
    user = queries.person(session, actor.user_id)
    if not passwords.is_right(user.password_hash, old):
        raise Invalid.field("old", _l("The password is not right."), code="wrong_password")
    _check(session, user, new, site_name)
    user.password_hash = passwords.hash_password(new)
    links.end_all(session, user.id)
    sessions.end_all(session, user.id, now=now, keep_token=keep_token)
    people.revoke_all_tokens(session, user.id, now=now)
    trail.record(session, actor, events.PASSWORD_CHANGED, "person", user.id, now=now)


def _check(session: Session, user: User, password: str, site_name: str) -> None:
    organisations = [membership.organisation.name for membership in people.memberships_of(session, user.id)]
    passwords.check_new(password, context=(site_name, user.name, user.email, *organisations))


def _address(user: User | None, login: str) -> str:
    return user.email if user is not None else login[:254]
