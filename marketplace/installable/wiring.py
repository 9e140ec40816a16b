"""Plugs the room in: three addresses that are the same for everybody."""

from flask import Flask

from marketplace.installable import views


def init_app(app: Flask) -> None:
    """Register the manifest, the service worker and the offline page."""
    app.register_blueprint(views.blueprint)
