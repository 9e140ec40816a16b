"""The page "check your mail": what the browser remembers of a mail, and when the mail itself may be shown."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import flask
from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from marketplace.accounts import tokens
from marketplace.accounts.models import User
from marketplace.config import LOCAL_HOSTS, Settings
from marketplace.notifications.models import OutgoingMail

NAME = "mailed"
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True)
class Mailed:
    """A mail that this browser asked for: why, to whom, and its text where it may be shown."""

    why: str
    to: str
    subject: str = ""
    text: str = ""
    link: str = ""
    """The path that the mail leads to."""


def settings() -> Settings:
    """Return the settings of the running app."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def show(why: str, to: str, mail: OutgoingMail | None, *, mark: str = "") -> ResponseReturnValue:
    """Send the browser to the page that says which mail to look for."""
    shown = mail.id if mail is not None and is_at_hand() else None
    flask.session[NAME] = {"why": why, "to": to, "mail": shown, "mark": mark}
    return redirect(url_for("credentials.check_mail"))


def last(session: Session) -> Mailed | None:
    """Return the mail that this browser asked for last."""
    kept = flask.session.get(NAME)
    if not isinstance(kept, dict):
        return None
    mail = session.get(OutgoingMail, kept["mail"]) if kept["mail"] and is_at_hand() else None
    if mail is None:
        return Mailed(why=kept["why"], to=kept["to"])
    return Mailed(why=kept["why"], to=kept["to"], subject=mail.subject, text=mail.text, link=_path_in(mail.text))


def made_account(user: User) -> bool:
    """Tell whether this very browser made an account, with the password that it has now."""
    kept = flask.session.get(NAME)
    return isinstance(kept, dict) and kept.get("mark") == mark_of(user)


def mark_of(user: User | None) -> str:
    """Return by what a browser knows the account that it made; for nobody something that looks the same."""
    return tokens.hash_of(user.password_hash if user is not None else tokens.new_token())[:32]


def is_at_hand() -> bool:
    """Tell whether the visitor sits at the machine of a local site without mail server, and may read its mails.

    Whoever comes over a network or through a proxy gets no mail shown, even where SITE_URL was never set.
    """
    parts = urlsplit(request.host_url)
    here = settings().is_local and not settings().smtp_url and parts.hostname in LOCAL_HOSTS
    return here and _is_loopback(request.remote_addr) and not any(name in request.headers for name in FORWARDED)


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _path_in(text: str) -> str:
    found = LINK.search(text)
    return urlsplit(found.group()).path if found else ""
