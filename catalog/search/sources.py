"""What the index is made of, read from the database: products and cooperatives as documents."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask_babel import force_locale
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.categories import CATEGORIES
from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.policies.checking import asked_of
from catalog.queries import products_by_ids, published
from catalog.readiness.queries import readiness_of
from catalog.requirements import assessments
from catalog.search.document import cooperative_document, product_document
from catalog.search.engine import CooperativeDocument, ProductDocument
from catalog.words.queries import expansions
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.roles import OrganisationKind
from marketplace.db import Database
from marketplace.web.i18n import LANGUAGES

BATCH = 500

Progress = Callable[[int], None]
"""Is told how many documents were written since it was last called."""


def products_on_sale(session: Session) -> int:
    """Return how many products are on sale: what a whole index holds."""
    return session.scalar(select(func.count()).select_from(published().subquery())) or 0


def product_documents(session: Session, products: Sequence[Product], day: date) -> list[ProductDocument]:
    """Return the documents of products, in a fixed number of queries."""
    names = _category_names()
    papers = assessments(session, products, day)
    scores = readiness_of(session, products, day, papers)
    synonyms = expansions(session)
    return [
        product_document(
            product,
            category_name=names[product.category],
            asked=asked_of(product, day),
            readiness=scores[product.id].score,
            orderable=papers[product.id].orderable,
            synonyms=synonyms,
        )
        for product in products
    ]


def _category_names() -> dict[str, str]:
    """Return the name of each category in all languages at once: buyers type either."""
    names: dict[str, list[str]] = {code: [] for code in CATEGORIES}
    for language in LANGUAGES:
        with force_locale(language):
            for code, row in CATEGORIES.items():
                names[code].append(str(row.name))
    return {code: " ".join(dict.fromkeys(found)) for code, found in names.items()}


def all_products(database: Database, day: date, progress: Progress) -> Iterator[ProductDocument]:
    """Give the document of everything on sale, some at a time."""
    last = 0
    while True:
        with database.reading() as session:
            wanted = published().where(Product.id > last).order_by(Product.id).limit(BATCH)
            ids = session.scalars(wanted.with_only_columns(Product.id)).all()
            documents = product_documents(session, list(products_by_ids(session, ids).values()), day)
        if not ids:
            return
        yield from documents
        progress(len(documents))
        last = ids[-1]


def all_cooperatives(database: Database) -> Iterator[CooperativeDocument]:
    """Give the document of every cooperative that trades, some at a time."""
    last = 0
    while True:
        with database.reading() as session:
            wanted = cooperatives().where(Organisation.id > last).order_by(Organisation.id).limit(BATCH)
            found = list(session.scalars(wanted))
            sold = sold_by(session, [row.id for row in found])
            documents = [cooperative_document(row, sold.get(row.id, 0)) for row in found]
        if not documents:
            return
        yield from documents
        last = documents[-1].id


def cooperatives() -> Select[Organisation]:
    """Select the cooperatives that trade, with their regions."""
    return (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.COOPERATIVE, Organisation.state == OrganisationState.ACTIVE)
        .options(joinedload(Organisation.region))
    )


def cooperatives_trading(session: Session) -> int:
    """Return how many cooperatives trade: what a whole index holds."""
    return session.scalar(select(func.count()).select_from(cooperatives().subquery())) or 0


def sold_by(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Return how many products each cooperative has on sale."""
    statement = (
        select(Product.cooperative_id, func.count())
        .where(Product.cooperative_id.in_(ids), Product.state == ProductState.PUBLISHED)
        .group_by(Product.cooperative_id)
    )
    return {int(number): int(count) for number, count in session.execute(statement).all()}
