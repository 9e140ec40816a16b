"""The API's calls on products and cooperatives: the same searches and the same facts as the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, request, url_for
from spectree import Response
from sqlalchemy.orm import Session

from catalog import queries, requirements, shop
from catalog.api_schemas import (
    CooperativeDetailOut,
    CooperativeListing,
    CooperativesQuery,
    FacetsOut,
    ProductDetailOut,
    ProductListing,
    ProductsQuery,
    SuggestionOut,
    SuggestionsOut,
    SuggestQuery,
    cooperative_detail_out,
    cooperative_out,
    product_detail_out,
    product_out,
)
from catalog.categories import CATEGORIES
from catalog.readiness.queries import readiness_of
from catalog.search.engine import SearchUnavailable
from catalog.search.finding import find, suggest
from catalog.search.query import SearchQuery, parse_query
from catalog.words import misses
from certification.schemes import GOODS_SCHEMES
from marketplace.accounts.access import public
from marketplace.accounts.queries import active_cooperative
from marketplace.core.clock import jakarta_day, now
from marketplace.web.api import PREFIX, Problem, listing_of, spec
from marketplace.web.database import reading

blueprint = Blueprint("catalog_api", __name__, url_prefix=PREFIX)

PRODUCTS, COOPERATIVES, SEARCH = ("products",), ("cooperatives",), ("search",)
SHORTEST = 2
"""Letters from which suggestions are given."""
SUGGESTED_CATEGORIES = 2


@blueprint.get("/products")
@public
@spec.validate(
    query=ProductsQuery,
    resp=Response(HTTP_200=ProductListing, HTTP_400=Problem, HTTP_404=Problem, HTTP_422=Problem, HTTP_503=Problem),
    tags=PRODUCTS,
)
def products(query: ProductsQuery) -> ProductListing:
    """Search products; the counts of the facets cover the whole result."""
    session, day = reading(), jakarta_day(now())
    asked = read_query({name: request.args.getlist(name) for name in request.args if name != "cooperative"})
    if query.cooperative:
        asked = replace(asked, cooperative=active_cooperative(session, query.cooperative).id)
    found = find(session, asked)
    misses.note(asked, found)
    assessed, shown = requirements.assessed_with_badges(session, found.products, day)
    ready = readiness_of(session, found.products, day, assessed)
    envelope = listing_of(
        [product_out(row, shown[row.id], day, readiness=ready[row.id].score) for row in found.products],
        page=asked.page,
        per_page=asked.per_page,
        total=found.total,
    )
    return ProductListing(**envelope, facets=FacetsOut(**{name: dict(counts) for name, counts in found.facets.items()}))


@blueprint.get("/products/<code>")
@public
@spec.validate(resp=Response(HTTP_200=ProductDetailOut, HTTP_404=Problem), tags=PRODUCTS)
def product(code: str) -> ProductDetailOut:
    """Answer the facts of a product's page."""
    session, day = reading(), jakarta_day(now())
    found = queries.public_product(session, code)
    assessed, shown = requirements.assessed_with_badges(session, [found], day)
    ready = readiness_of(session, [found], day, assessed)[found.id]
    return product_detail_out(
        found, shown[found.id], day, orderable=assessed[found.id].orderable, readiness=ready.score
    )


@blueprint.get("/cooperatives")
@public
@spec.validate(query=CooperativesQuery, resp=Response(HTTP_200=CooperativeListing, HTTP_422=Problem), tags=COOPERATIVES)
def cooperatives(query: CooperativesQuery) -> CooperativeListing:
    """List the cooperatives that trade, by name."""
    page = shop.cooperatives(reading(), query.page, q=query.q[:100], region=query.region, per_page=query.per_page)
    items = [cooperative_out(card.organisation, card.products) for card in page.items]
    return CooperativeListing(**listing_of(items, page=page.page, per_page=page.per_page, total=page.total))


@blueprint.get("/cooperatives/<slug>")
@public
@spec.validate(resp=Response(HTTP_200=CooperativeDetailOut, HTTP_404=Problem), tags=COOPERATIVES)
def cooperative(slug: str) -> CooperativeDetailOut:
    """Answer the facts of a cooperative's page."""
    found = active_cooperative(reading(), slug)
    return cooperative_detail_out(found, shop.product_counts(reading(), [found.id]).get(found.id, 0))


@blueprint.get("/suggest")
@public
@spec.validate(query=SuggestQuery, resp=Response(HTTP_200=SuggestionsOut, HTTP_422=Problem), tags=SEARCH)
def suggestions(query: SuggestQuery) -> SuggestionsOut:
    """Answer what to go to while somebody types; nothing below two letters, or while the engine is down."""
    return suggestions_out(reading(), query.q)


def read_query(args: Mapping[str, Sequence[str]]) -> SearchQuery:
    """Read a search out of an address; raise ``BadQuery`` (422) or ``TooDeep`` (400)."""
    return parse_query(args, today=jakarta_day(now()), known_categories=CATEGORIES, known_schemes=GOODS_SCHEMES)


def suggestions_out(session: Session, text: str) -> SuggestionsOut:
    """Write suggestions: categories by name, then products, then cooperatives."""
    words = text.strip()[:100]
    if len(words) < SHORTEST:
        return SuggestionsOut(items=[])
    items = _categories_named(words)
    try:
        found = suggest(session, words)
    except SearchUnavailable:
        return SuggestionsOut(items=items)
    items += [
        SuggestionOut(kind="product", name=row.name, url=url_for("storefront.product", code=row.code, _external=True))
        for row in found.products
    ]
    items += [
        SuggestionOut(
            kind="cooperative", name=row.name, url=url_for("storefront.cooperative", slug=row.slug, _external=True)
        )
        for row in found.cooperatives
    ]
    return SuggestionsOut(items=items)


def _categories_named(words: str) -> list[SuggestionOut]:
    named = [row for row in CATEGORIES.values() if words.lower() in str(row.name).lower()]
    return [
        SuggestionOut(
            kind="category", name=str(row.name), url=url_for("storefront.search", category=row.code, _external=True)
        )
        for row in named[:SUGGESTED_CATEGORIES]
    ]
