"""Plugs lists in: called by the package's own wiring."""

from collections.abc import Sequence

from flask import Flask, request

from catalog.lists import queries, views
from catalog.models import Product
from catalog.permissions import KEEP_LISTS
from marketplace.accounts.access import current_actor
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.database import reading
from marketplace.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Register the pages, the menu entry, and what cards need to know."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals.update(saved_among=saved_among, here=here)
    entry = Entry(
        workplace=navigation.BUYER,
        label=_l("Favourites"),
        endpoint="lists.index",
        icon="heart",
        position=15,
        permission=KEEP_LISTS,
    )
    navigation.add(app, entry)


def saved_among(products: Sequence[Product]) -> frozenset[int] | None:
    """Return which products of a page are saved, in one query; None for a visitor who keeps no lists."""
    actor = current_actor()
    if actor is None or not actor.can(KEEP_LISTS):
        return None
    return queries.saved_among(reading(), actor, [product.id for product in products])


def here() -> str:
    """Return the address of this page, to come back to it after a button was pressed."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path
