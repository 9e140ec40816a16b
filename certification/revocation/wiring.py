"""Plugs the room in: pages, the menus of officials and the operator, who may look at a scan, the clock."""

from flask import Flask

from certification.permissions import REVOKE_CERTIFICATE
from certification.revocation import clock, queries, subscribers, views, wording
from marketplace.core.text import _l
from marketplace.files import access
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (clock, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus, words and the rule on scans."""
    app.register_blueprint(views.blueprint)
    access.allow(queries.may_see_scan)
    app.jinja_env.globals.update(proposal_look=wording.proposal_look)
    navigation.add(app, *(_entry(workplace) for workplace in (navigation.OFFICIAL, navigation.OPERATOR)))


def _entry(workplace: str) -> Entry:
    return Entry(
        workplace=workplace,
        label=_l("Revocations"),
        endpoint="revocation.index",
        icon="ban",
        position=15,
        permission=REVOKE_CERTIFICATE,
        count=queries.waiting_count,
    )
