"""Plugs readiness in: called by the package's own wiring."""

from flask import Flask

from catalog.permissions import MANAGE_PRODUCTS
from catalog.readiness import views, wording
from marketplace.core.text import _l
from marketplace.web import navigation
from marketplace.web.navigation import Entry


def init_app(app: Flask) -> None:
    """Register the pages, the menu entry of the seller, and the words for templates."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals.update(
        readiness_lacks=wording.lacks,
        readiness_unlocks=wording.unlocks,
        readiness_asked=wording.asked_by,
        readiness_duration=wording.duration,
        readiness_url=wording.mend_url,
    )
    entry = Entry(
        workplace=navigation.SELLER,
        label=_l("Retail readiness"),
        endpoint="readiness.own",
        icon="list-checks",
        position=31,
        permission=MANAGE_PRODUCTS,
        tucked=True,
    )
    navigation.add(app, entry)
