"""Plugs the package in."""

from flask import Flask

from orders import lapsing

LISTENERS = (lapsing,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus and subscribers."""
