"""Plugs the package in."""

from flask import Flask

from orders import lapsing
from orders.payments import wiring as payments

LISTENERS = (lapsing,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus and subscribers."""
    payments.init_app(app)
