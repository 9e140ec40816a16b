"""Plugs the room in: its pages, their menu entries, the clock and the reminders."""

from flask import Flask
from sqlalchemy.orm import Session

from certification.permissions import VERIFY_CERTIFICATE
from certification.runway import helping, reminding, subscribers, views
from marketplace.core.clock import now
from marketplace.core.roles import Actor
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
        count=_cases,
    )
    navigation.add(app, entry)


def _cases(session: Session, actor: Actor) -> int:
    return helping.case_count(session, actor, now=now())
