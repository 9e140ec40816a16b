"""Plugs fairs and contacts in: called by the package's own wiring."""

from flask import Flask

from catalog.fairs import api, contacts, retention, subscribers
from catalog.fairs.views import forgetting, leads, organiser, public, screen, tables
from catalog.permissions import RUN_FAIR, SEE_LEADS
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry

REGISTERED = (organiser, tables, retention, subscribers)
"""Imported so that their routes and registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, API and menu entries."""
    for module in (public, screen, leads, forgetting, api):
        app.register_blueprint(module.blueprint)
    navigation.add(app, *entries())


def entries() -> list[Entry]:
    """Return the entries of the menus."""
    to_visit = [
        Entry(workplace=place, label=_l("Fairs"), endpoint="fairs.public_index", icon="calendar-days", position=60)
        for place in (navigation.VISITOR, navigation.BUYER)
    ]
    to_run = [
        Entry(
            workplace=place,
            label=_l("Fairs"),
            endpoint="fairs.index",
            icon="calendar-days",
            position=60,
            permission=RUN_FAIR,
        )
        for place in (navigation.OFFICIAL, navigation.OPERATOR)
    ]
    to_answer = Entry(
        workplace=navigation.SELLER,
        label=_l("Contacts"),
        endpoint="leads.index",
        icon="message-square-text",
        position=60,
        permission=SEE_LEADS,
        count=contacts.waiting_count,
    )
    return [*to_visit, *to_run, to_answer]
