"""Plugs spreadsheets of a regency in: called by the package's own wiring."""

from flask import Flask

from certification.permissions import TAKE_IN_REGENCY
from certification.sheets import views, work
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry

REGISTERED = (work,)
"""Imported so that its registrations take place."""


def init_app(app: Flask) -> None:
    """Register the pages and their menu entries."""
    app.register_blueprint(views.blueprint)
    entries = [
        Entry(
            workplace=workplace,
            label=_l("Spreadsheets"),
            endpoint="regency_sheets.show",
            icon="file-text",
            position=70,
            permission=TAKE_IN_REGENCY,
        )
        for workplace in (navigation.OFFICIAL, navigation.OPERATOR)
    ]
    navigation.add(app, *entries)
