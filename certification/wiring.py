"""Plugs the package in: pages, menus, the API's calls, who may see a scan, and what the clock and events call."""

from flask import Flask
from sqlalchemy.orm import Session

from certification import api, clock, personal, queries, rule_tables, subscribers, wording
from certification.desk import ranking
from certification.desk.queries import waiting_count
from certification.permissions import MANAGE_PRODUCERS, SUBMIT_CERTIFICATE, VERIFY_CERTIFICATE
from certification.proof import views as proof
from certification.revocation import wiring as revocation
from certification.runway import wiring as runway
from certification.sheets import wiring as sheets
from certification.views import holder, producers, records, steps, verifier
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.desk import registers
from marketplace.files import access
from marketplace.web import navigation
from marketplace.web.navigation import Entry

LISTENERS = (clock, ranking, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus and the rule on scans."""
    for module in (producers, holder, records, steps, verifier, proof, api):
        app.register_blueprint(module.blueprint)
    app.extensions.setdefault("workplace_homes", {})["official"] = "verifier.queue"
    access.allow(queries.official_may_see)
    app.jinja_env.globals.update(
        part_name=wording.part_name,
        part_names=wording.part_names,
        verdict_look=wording.verdict_look,
        evidence_name=wording.evidence_name,
    )
    app.jinja_env.filters["iso_day"] = wording.iso_day
    navigation.add(app, *_entries())
    registers.add_rules(app, *rule_tables.TABLES)
    personal.register()
    revocation.init_app(app)
    runway.init_app(app)
    sheets.init_app(app)


def _entries() -> list[Entry]:
    check = [
        Entry(
            workplace=workplace,
            label=_l("Check a certificate"),
            endpoint="proof.check",
            icon="shield-check",
            position=60,
        )
        for workplace in (navigation.VISITOR, navigation.BUYER)
    ]
    return [
        *check,
        Entry(
            workplace=navigation.SELLER,
            label=_l("Certificates"),
            endpoint="holder.index",
            icon="badge-check",
            position=50,
            permission=SUBMIT_CERTIFICATE,
            on_tabbar=True,
        ),
        Entry(
            workplace=navigation.SELLER,
            label=_l("Producers"),
            endpoint="producers.index",
            icon="users",
            position=60,
            permission=MANAGE_PRODUCERS,
        ),
        Entry(
            workplace=navigation.OFFICIAL,
            label=_l("To check"),
            endpoint="verifier.queue",
            icon="scan-search",
            position=10,
            permission=VERIFY_CERTIFICATE,
            count=_waiting,
        ),
    ]


def _waiting(session: Session, actor: Actor) -> int:
    return waiting_count(session, actor)
