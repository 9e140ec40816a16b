"""Telling people: a notice in the site and an e-mail, in the reader's own language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.config import Settings
from marketplace.notifications.choices import mailed
from marketplace.notifications.groups import ALWAYS, WORDS, Group, group_of
from marketplace.notifications.letters import Letter, written
from marketplace.notifications.models import Notification, OutgoingMail
from marketplace.notifications.stopping import Wish, token_for


@dataclass(frozen=True)
class Notice:
    """The words of one kind of notice: lazy texts with named places, ``%(number)s``.

    The beginning of ``kind`` says to which group it belongs (``groups.KINDS``).
    """

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
    """Tell people once: a notice in the site always, an e-mail to those who want one of this group.

    ``url`` is a path of this site. ``values`` fill the named places; lazy texts among them are translated too.
    Needs a request context for the language and the site's addresses.
    """
    told = list(people)
    group = group_of(notice.kind) or Group.SITE
    wanting = mailed(session, {person.id for person in told}, group, now=now)
    for person in told:
        with force_locale(person.language):
            filled = {key: str(value) for key, value in (values or {}).items()}
            title, body = str(notice.title) % filled, str(notice.body) % filled
            row = Notification(
                user_id=person.id, kind=notice.kind, title=title[:200], body=body, url=url[:300], created_at=now
            )
            session.add(row)
            if person.id in wanting:
                session.add(_mail(person, group, title, body, url, now))


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


def letter_to(person: User, subject: Any, body: Any, *, url: str = "", now: datetime) -> OutgoingMail:
    """Make an e-mail to one person that is always sent (links with secrets, security), in the layout of all mails.

    ``subject`` and ``body`` may be lazy; ``url`` is a path of this site. Needs a request context.
    """
    with force_locale(person.language):
        return _mail(person, Group.SECURITY, str(subject), str(body), url, now)


def _mail(person: User, group: Group, subject: str, body: str, url: str, now: datetime) -> OutgoingMail:
    settings: Settings = current_app.config["SETTINGS"]
    always = group in ALWAYS
    token = "" if always else token_for(settings.secret_key, Wish(person.id, group))
    stop_link = settings.site_url + url_for("stopping.show", token=token) if token else ""
    letter = Letter(
        name=person.name,
        body=body,
        site_name=settings.site_name,
        link=settings.site_url + url if url else "",
        why=_why(group, person.email),
        stop_link=stop_link,
        choices_link="" if always else settings.site_url + url_for("mail_choices.show"),
    )
    mail = mail_to(person.email, subject, written(letter), now=now)
    mail.unsubscribe_url = stop_link
    return mail


def _why(group: Group, address: str) -> str:
    if group in ALWAYS:
        text = _(
            "This mail is about the security of your account (%(address)s). Such mails are always sent.",
            address=address,
        )
    else:
        text = _(
            "You get this mail because %(address)s has an account and wants mails of the group “%(group)s”.",
            address=address,
            group=WORDS[group].name,
        )
    return str(text)
