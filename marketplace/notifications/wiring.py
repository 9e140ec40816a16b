"""Plugs the room in: inbox, choices about mail, the address that stops mails, and word of returned mail."""

from typing import Any

from flask import Flask
from flask_login import user_logged_in

from marketplace.core.clock import now
from marketplace.core.text import _l
from marketplace.notifications import bounces, groups, mailing, subscribers
from marketplace.notifications.permissions import SEE_RETURNED_MAIL
from marketplace.notifications.views import inbox, mail_choices, returned, stopping
from marketplace.web import navigation
from marketplace.web.database import reading
from marketplace.web.i18n import _
from marketplace.web.navigation import Entry
from marketplace.web.pages import warn

LISTENERS = (mailing, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages and menus; tell a person after signing in that mail comes back."""
    for module in (inbox, mail_choices, stopping, returned):
        app.register_blueprint(module.blueprint)
    app.extensions["csrf"].exempt(stopping.stop)
    app.jinja_env.filters["notice_icon"] = groups.icon_of
    navigation.add(app, *_entries())
    user_logged_in.connect(_tell_of_bounce, app)


def _entries() -> list[Entry]:
    return [
        Entry(
            workplace=navigation.ACCOUNT,
            label=_l("Mails and notices"),
            endpoint="mail_choices.show",
            icon="mail",
            position=60,
        ),
        Entry(
            workplace=navigation.OPERATOR,
            label=_l("Returned mail"),
            endpoint="returned_mail.index",
            icon="mail",
            position=85,
            permission=SEE_RETURNED_MAIL,
            tucked=True,
            count=lambda session, actor: bounces.returned_count(session, actor, now=now()),
        ),
    ]


def _tell_of_bounce(_app: Flask, user: Any, **_rest: object) -> None:
    bounce = bounces.bounce_of(reading(), user.actor.user_id, now=now())
    if bounce is not None:
        warn(
            _(
                "Mail to %(address)s came back, so only mails of security go there now. "
                "Check the address on the page of your account.",
                address=bounce.address,
            )
        )
