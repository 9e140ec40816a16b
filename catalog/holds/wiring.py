"""Plugs changes in: called by the package's own wiring."""

from flask import Flask

from catalog.holds import desk, queries, subscribers, views, wording
from catalog.permissions import MANAGE_PRODUCTS
from certification.permissions import VERIFY_CERTIFICATE
from marketplace.core.text import _l
from marketplace.files import access
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (subscribers,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register the pages of both sides, their menu entries, and who may see a filed paper."""
    for module in (views, desk):
        app.register_blueprint(module.blueprint)
    app.jinja_env.globals.update(change_look=wording.look_of, changed_words=wording.changed_words)
    access.allow(queries.official_may_see)
    navigation.add(
        app,
        Entry(
            workplace=navigation.SELLER,
            label=_l("Changed products"),
            endpoint="changes.index",
            icon="circle-pause",
            position=52,
            permission=MANAGE_PRODUCTS,
            count=queries.own_waiting_count,
            tucked=True,
        ),
        Entry(
            workplace=navigation.OFFICIAL,
            label=_l("Changed products"),
            endpoint="change_desk.queue",
            icon="circle-pause",
            position=12,
            permission=VERIFY_CERTIFICATE,
            count=queries.queue_count,
        ),
    )
