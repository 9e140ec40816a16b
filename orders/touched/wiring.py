"""Plugs the room in: pages, and words for templates."""

from flask import Flask

from orders.touched import personal, subscribers, views
from orders.touched.words import FOLLOWING, HOW, STAGES

LISTENERS = (personal, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages and words."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.impact)
    personal.register()
    app.jinja_env.globals.update(lost_how=HOW, touched_stages=STAGES, touched_following=FOLLOWING)
