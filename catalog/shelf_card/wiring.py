"""Plugs shelf cards in: called by the package's own wiring."""

from flask import Flask

from catalog.shelf_card import views


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(views.blueprint)
