"""Plugs the room in."""

from flask import Flask

from marketplace.kept_forms import sweeping, views

LISTENERS = (sweeping,)
"""Imported so that its registration takes place."""


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(views.blueprint)
