"""Plugs the package in: money first, then pages, menus, and who is told."""

from flask import Flask

from certification import at_risk as papers_at_risk
from marketplace.conversations import subjects
from marketplace.core.text import _l
from marketplace.desk import registers
from marketplace.web import navigation
from marketplace.web.navigation import Entry
from orders import api, api_actions, asking, at_risk, cart, lapsing, personal, queries, rule_tables, subscribers
from orders.mentoring import wiring as mentoring
from orders.payments import wiring as payments
from orders.permissions import FOLLOW_ORDER, FULFIL_ORDER, PLACE_ORDER, SEE_ORDERS
from orders.touched import wiring as touched
from orders.views import (
    again,
    buying,
    checkout,
    deciding,
    fulfilling,
    ordering,
    papers,
    policies,
    rates,
    selling,
    spending,
    wording,
)

LISTENERS = (lapsing, personal, subscribers)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Register pages, menus and what templates need to say of orders."""
    payments.init_app(app)
    for module in (buying, checkout, ordering, deciding, fulfilling, papers, policies, selling, rates, again, spending):
        app.register_blueprint(module.blueprint)
    for calls in (api, api_actions):
        app.register_blueprint(calls.blueprint)
        app.extensions["csrf"].exempt(calls.blueprint)  # a bearer token is sent by no browser on its own
    wording.init_app(app)
    app.extensions.setdefault("workplace_homes", {})[navigation.SELLER] = "selling.home"
    navigation.add(app, *_entries())
    subjects.register("order", asking.order_subject, label=_l("Order"), icon="clipboard-list")
    registers.add_rules(app, *rule_tables.TABLES)
    registers.name_subjects(app, "order", queries.numbers_of)
    papers_at_risk.register(at_risk.reckon)
    personal.register()
    mentoring.init_app(app)
    touched.init_app(app)


def _entries() -> list[Entry]:
    return [
        Entry(
            workplace=navigation.BUYER,
            label=_l("Cart"),
            endpoint="buying.cart",
            icon="shopping-cart",
            position=10,
            permission=PLACE_ORDER,
            count=cart.line_count,
            in_header=True,
        ),
        Entry(
            workplace=navigation.BUYER,
            label=_l("Orders"),
            endpoint="ordering.index",
            icon="clipboard-list",
            position=20,
            permission=SEE_ORDERS,
            count=queries.buying_count,
        ),
        Entry(
            workplace=navigation.BUYER,
            label=_l("Local spending"),
            endpoint="spending.show",
            icon="file-text",
            position=60,
            permission=FOLLOW_ORDER,
        ),
        Entry(
            workplace=navigation.SELLER,
            label=_l("Home"),
            endpoint="selling.home",
            icon="house",
            position=10,
            permission=FULFIL_ORDER,
            on_tabbar=True,
        ),
        Entry(
            workplace=navigation.SELLER,
            label=_l("Orders"),
            endpoint="ordering.index",
            icon="clipboard-list",
            position=20,
            permission=SEE_ORDERS,
            count=queries.selling_count,
            on_tabbar=True,
        ),
        Entry(
            workplace=navigation.SELLER,
            label=_l("Shipping rates"),
            endpoint="rates.index",
            icon="truck",
            position=70,
            permission=FULFIL_ORDER,
        ),
    ]
