"""Plugs the second factor in."""

from flask import Flask

from marketplace.second_factor.views import proof


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(proof.blueprint)
