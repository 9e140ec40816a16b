"""Plugs spreadsheets in: called by the package's own wiring."""

from flask import Flask

from catalog.sheets import views, work

REGISTERED = (work,)
"""Imported so that its registrations take place."""


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
