"""Plugs the room in: pages, their entries in the account's menu, and the language that a person chose."""

from flask import Flask, request

from marketplace.accounts.access import current_actor
from marketplace.core.text import _l
from marketplace.credentials import profile, subscribers, sweeping
from marketplace.credentials.views import entry, myself, reset
from marketplace.web import navigation
from marketplace.web.database import transaction
from marketplace.web.i18n import LANGUAGES
from marketplace.web.navigation import Entry

LISTENERS = (subscribers, sweeping)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Add the pages and the menu, and keep the language of whoever switches it."""
    for module in (entry, reset, myself):
        app.register_blueprint(module.blueprint)
    navigation.add(app, *_entries())
    app.before_request(_keep_language)


def _entries() -> list[Entry]:
    pages = (
        ("myself.show", _l("Profile"), "pen-line", 20),
        ("myself.address", _l("E-mail address"), "mail", 30),
        ("myself.password", _l("Password"), "lock", 40),
    )
    return [
        Entry(workplace=navigation.ACCOUNT, label=label, endpoint=endpoint, icon=icon, position=position)
        for endpoint, label, icon, position in pages
    ]


def _keep_language() -> None:
    """Write to people in the language that they switch the site to."""
    chosen = request.args.get("lang")
    if chosen not in LANGUAGES or request.method != "GET" or request.path.startswith("/api/"):
        return
    actor = current_actor()
    if actor is not None and actor.language != chosen:
        with transaction() as session:
            profile.speak(session, actor, chosen)
