"""Plugs the room in: its pages, their menu entries, the clock and the reminders."""

from flask import Flask

from certification.permissions import VERIFY_CERTIFICATE
from certification.runway import reminding, subscribers, views
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (reminding, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages and menus."""
    app.register_blueprint(views.blueprint)
    entry = Entry(
        workplace=navigation.OFFICIAL,
        label=_l("Whom to help"),
        endpoint="runway.helping",
        icon="calendar-clock",
        position=12,
        permission=VERIFY_CERTIFICATE,
    )
    navigation.add(app, entry)
