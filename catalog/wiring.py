"""Plugs the package in."""

from flask import Flask

from catalog.fairs import wiring as fairs
from catalog.permissions import MANAGE_PRODUCTS
from catalog.views import listing, photos, steps
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Register pages, menus and subscribers."""
    for module in (listing, steps, photos):
        app.register_blueprint(module.blueprint)
    navigation.add(app, *_entries())
    fairs.init_app(app)


def _entries() -> list[Entry]:
    return [
        Entry(
            workplace=navigation.SELLER,
            label=_l("Products"),
            endpoint="listing.index",
            icon="shopping-basket",
            position=30,
            permission=MANAGE_PRODUCTS,
            on_tabbar=True,
        ),
    ]
