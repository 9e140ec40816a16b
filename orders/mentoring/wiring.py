"""Plugs mentoring in: called by the package's own wiring."""

from flask import Flask
from sqlalchemy.orm import Session

from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.files import access
from marketplace.web import navigation
from marketplace.web.navigation import Entry
from orders.mentoring import personal, retention, sight, subscribers
from orders.mentoring.permissions import ACCOMPANY, BE_ACCOMPANIED
from orders.mentoring.views import assigning, overview, own, plans, reports, steps, trainings, visits
from orders.mentoring.words import MODES, OWNERS, TOPICS, step_state

LISTENERS = (retention, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus, who may see the picture of a visit, and words for templates."""
    for module in (overview, visits, steps, trainings, reports, assigning, plans, own):
        app.register_blueprint(module.blueprint)
    access.allow(_may_see)
    access.claim(sight.is_of_visit)
    app.jinja_env.globals.update(
        mentoring_topics=TOPICS, mentoring_modes=MODES, step_owners=OWNERS, step_state=step_state
    )
    navigation.add(app, *_entries())
    personal.register()


def _may_see(session: Session, actor: Actor, file_id: int) -> bool:
    return sight.may_see_file(session, actor, file_id, day=jakarta_day(now()))


def _entries() -> list[Entry]:
    return [
        Entry(
            workplace=navigation.OFFICIAL,
            label=_l("Accompanied cooperatives"),
            endpoint="mentoring.index",
            icon="handshake",
            position=30,
            permission=ACCOMPANY,
        ),
        Entry(
            workplace=navigation.OFFICIAL,
            label=_l("Mentoring"),
            endpoint="mentoring_visits.index",
            icon="clipboard-list",
            position=40,
            permission=ACCOMPANY,
        ),
        Entry(
            workplace=navigation.SELLER,
            label=_l("Mentoring"),
            endpoint="mentored.show",
            icon="handshake",
            position=65,
            permission=BE_ACCOMPANIED,
        ),
    ]
