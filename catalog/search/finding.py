"""Finding products for a page: the engine says which, the database says what they are now.

A hit that was hidden or whose seller was suspended a moment ago is not shown. Where the engine does not answer, the
database is browsed instead: fewer comforts, the same goods.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.elements import ColumnElement

from catalog.models import Product, ProductPaper
from catalog.queries import is_public, products_by_ids, published
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from catalog.search.query import SearchQuery, Sort
from certification.models import Certificate
from certification.queries import in_force
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.roles import OrganisationKind
from marketplace.regions.queries import within

log = logging.getLogger(__name__)

SUGGESTED_PRODUCTS, SUGGESTED_COOPERATIVES = 6, 3
BROWSED = 1200
"""Products that can be browsed to while the engine is down: as deep as a search goes."""

_ORDERS: dict[Sort, tuple[Any, ...]] = {
    Sort.RELEVANCE: (Product.popularity.desc(), Product.id),
    Sort.PRICE: (Product.price, Product.id),
    Sort.PRICE_DESC: (Product.price.desc(), Product.id),
    Sort.NEWEST: (Product.published_at.desc(), Product.id.desc()),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of products with the exact total and the facets (value to count) of the whole result."""

    products: Sequence[Product]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: str | None = None
    browsed: bool = False
    """Whether the engine did not answer and the database was browsed instead."""


@dataclass(frozen=True)
class Suggestions:
    """What is offered while somebody types."""

    products: Sequence[Product]
    cooperatives: Sequence[Organisation]


def find(session: Session, query: SearchQuery) -> Found:
    """Return one page of a search; raise SearchUnavailable where the engine does not answer."""
    page = indexing.engine().search(query)
    rows = products_by_ids(session, page.ids)
    shown = [rows[number] for number in page.ids if number in rows and is_public(rows[number])]
    return Found(products=shown, total=page.total, facets=page.facets, corrected=page.corrected)


def find_or_browse(session: Session, query: SearchQuery) -> Found:
    """Return one page of a search, from the database where the engine does not answer."""
    try:
        return find(session, query)
    except SearchUnavailable as error:
        log.warning("search is down, browsing instead: %s %s", error.code, error.detail)
        return browse(session, query)


def browse(session: Session, query: SearchQuery) -> Found:
    """Return one page from the database: words as they are written in the name, and no counts."""
    statement = _narrowed(published(), query)
    ids = list(session.scalars(statement.with_only_columns(Product.id).order_by(*_ORDERS[query.sort]).limit(BROWSED)))
    wanted = ids[query.offset : query.offset + query.per_page]
    rows = products_by_ids(session, wanted)
    return Found(products=[rows[number] for number in wanted if number in rows], total=len(ids), browsed=True)


def suggest(session: Session, text: str) -> Suggestions:
    """Return products and cooperatives for words being typed; raise SearchUnavailable."""
    engine = indexing.engine()
    product_ids = engine.suggest(text, SUGGESTED_PRODUCTS)
    cooperative_ids = engine.suggest_cooperatives(text, SUGGESTED_COOPERATIVES)
    named = published().where(Product.id.in_(product_ids)).options(joinedload(Product.cooperative))
    products = {row.id: row for row in session.scalars(named)} if product_ids else {}
    cooperatives = {row.id: row for row in session.scalars(_trading(cooperative_ids))} if cooperative_ids else {}
    return Suggestions(
        [products[number] for number in product_ids if number in products],
        [cooperatives[number] for number in cooperative_ids if number in cooperatives],
    )


def cooperatives_named(session: Session, text: str) -> list[Organisation]:
    """Return the cooperatives that the words of a search name, best first; none where the engine does not answer."""
    try:
        ids = indexing.engine().suggest_cooperatives(text, SUGGESTED_COOPERATIVES) if text else []
    except SearchUnavailable:
        return []
    found = session.scalars(_trading(ids).options(joinedload(Organisation.region))) if ids else ()
    rows = {row.id: row for row in found}
    return [rows[number] for number in ids if number in rows]


def _trading(ids: Sequence[int]) -> Select[Organisation]:
    return select(Organisation).where(
        Organisation.id.in_(ids),
        Organisation.kind == OrganisationKind.COOPERATIVE,
        Organisation.state == OrganisationState.ACTIVE,
    )


def _narrowed(statement: Select[Product], query: SearchQuery) -> Select[Product]:
    for word in query.text.split():
        statement = statement.where(Product.name.icontains(word, autoescape=True))
    if query.categories:
        statement = statement.where(Product.category.in_(query.categories))
    if query.regions:
        statement = statement.where(or_(*(within(Organisation.region_code, code) for code in query.regions)))
    for scheme in query.certificates:
        statement = statement.where(_verified(scheme, query.today))
    if query.cooperative is not None:
        statement = statement.where(Product.cooperative_id == query.cooperative)
    if query.min_price is not None:
        statement = statement.where(Product.price >= query.min_price)
    if query.max_price is not None:
        statement = statement.where(Product.price <= query.max_price)
    return statement


def _verified(scheme: str, day: date) -> ColumnElement[bool]:
    """Build the condition "stands on a paper of this scheme that is verified and valid on a day"."""
    return Product.papers.any(
        ProductPaper.certificate.has(
            and_(Certificate.scheme == scheme, Certificate.producer_id == Product.producer_id, in_force(day))
        )
    )
