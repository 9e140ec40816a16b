"""Plugs jobs in: their page, the worker's thread, the sweep of what is old."""

from flask import Flask

from marketplace import working
from marketplace.jobs import views
from marketplace.jobs import working as jobs


def init_app(app: Flask) -> None:
    """Register page, thread and sweep."""
    app.register_blueprint(views.blueprint)
    working.beside(app, "jobs", jobs.turn)
    jobs.register_sweep(app)
