"""Plugs the room in: its pages, the entry in the menus of both sides, who may see the files, and who is told."""

from flask import Flask

from marketplace.accounts.whatsapp import wa_link
from marketplace.conversations import queries, subscribers, views
from marketplace.conversations.permissions import TALK
from marketplace.core.text import _l
from marketplace.files import access
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (subscribers,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus and the rule for files."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["wa_link"] = wa_link
    access.allow(queries.may_see_file)
    navigation.add(
        app,
        *(
            Entry(
                workplace=workplace,
                label=_l("Messages"),
                endpoint="conversations.index",
                icon="message-circle",
                position=25,
                permission=TALK,
                count=queries.unread_count,
            )
            for workplace in (navigation.BUYER, navigation.SELLER)
        ),
    )
