"""Plugs the package in: the search engine, pages, menus, the API's calls, commands and subscribers."""

from flask import Flask

from catalog import api, asking, at_risk, listed, queries, rule_tables, standing, subscribers, wording
from catalog.cli import reindex
from catalog.fairs import wiring as fairs
from catalog.holds import wiring as holds
from catalog.lists import wiring as lists
from catalog.permissions import MANAGE_PRODUCTS
from catalog.policies import wiring as policies
from catalog.readiness import wiring as readiness
from catalog.renewing import carry_over
from catalog.search import health, indexing
from catalog.search.engine import SearchEngine, SearchUnavailable
from catalog.sheets import wiring as sheets
from catalog.shelf_card import wiring as shelf_card
from catalog.supplier_file import wiring as supplier_file
from catalog.views import comparing, listing, photos, recent, steps, storefront
from catalog.words import wiring as words
from certification import at_risk as papers_at_risk
from certification.desk import coverage
from certification.proof import standing as proof_standing
from certification.renewing import on_renewed
from certification.sheets import on_sale
from marketplace.config import Settings
from marketplace.conversations import subjects
from marketplace.core.text import _l
from marketplace.desk import registers
from marketplace.operation.findings import add_examination
from marketplace.operation.gauges import add_gauges
from marketplace.web import navigation, plumbing
from marketplace.web.navigation import Entry

LISTENERS = (subscribers,)
"""Imported so that their registrations take place."""


def init_app(app: Flask) -> None:
    """Choose the engine; register pages, menus, the API's calls, the command and the readiness check."""
    app.extensions["search"] = engine_for(app.config["SETTINGS"])
    for module in (storefront, comparing, recent, api, listing, steps, photos):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(reindex)
    app.extensions.setdefault("workplace_homes", {})[navigation.BUYER] = "storefront.search"
    plumbing.add_check(app, "search", check_search)
    add_examination(app, "search", health.examine)
    add_gauges(app, health.gauges)
    wording.init_app(app)
    navigation.add(app, *_entries())
    registers.add_rules(app, *rule_tables.TABLES)
    registers.name_subjects(app, "product", queries.titles)
    on_renewed(carry_over)
    on_sale.register(queries.on_sale_by_cooperative)
    subjects.register("product", asking.product_subject, label=_l("Product"), icon="package")
    papers_at_risk.register(at_risk.reckon)
    coverage.register(listed.coverage)
    proof_standing.register(standing.goods_on)
    fairs.init_app(app)
    holds.init_app(app)
    lists.init_app(app)
    policies.init_app(app)
    readiness.init_app(app)
    sheets.init_app(app)
    shelf_card.init_app(app)
    supplier_file.init_app(app)
    words.init_app(app)


def engine_for(settings: Settings) -> SearchEngine:
    """Return the engine that the settings name; each is loaded only where it is used."""
    if settings.meilisearch_url:
        from catalog.search.meilisearch import MeilisearchEngine

        return MeilisearchEngine(settings.meilisearch_url, settings.meilisearch_api_key or None)
    from catalog.search.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.search_index_dir)


def check_search() -> None:
    """Raise SearchUnavailable where the engine does not answer: for /readyz."""
    if not indexing.is_built():
        raise SearchUnavailable()


def _entries() -> list[Entry]:
    shop = [
        Entry(workplace=workplace, label=label, endpoint=endpoint, icon=icon, position=position)
        for workplace in (navigation.VISITOR, navigation.BUYER)
        for label, endpoint, icon, position in (
            (_l("Products"), "storefront.search", "package", 5),
            (_l("Cooperatives"), "storefront.cooperatives", "store", 30),
        )
    ]
    own = Entry(
        workplace=navigation.SELLER,
        label=_l("Products"),
        endpoint="listing.index",
        icon="shopping-basket",
        position=30,
        permission=MANAGE_PRODUCTS,
        on_tabbar=True,
    )
    return [*shop, own]
