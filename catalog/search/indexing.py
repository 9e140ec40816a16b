"""Keeping the index true to the database: a few products at once, a cooperative with all it sells, or everything."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.categories import CATEGORIES
from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.queries import products_by_ids, published
from catalog.requirements import assessments
from catalog.search.document import cooperative_document, product_document
from catalog.search.engine import (
    Change,
    CooperativeDocument,
    Delete,
    OutcomeState,
    ProductDocument,
    SearchEngine,
    SearchUnavailable,
    Upsert,
)
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.roles import OrganisationKind
from marketplace.db import Database
from marketplace.web.i18n import LANGUAGES

BATCH = 500
WAIT_SECONDS = 30.0
REBUILD_SECONDS = 3600.0

Progress = Callable[[int], None]
"""Is told how many documents were written since it was last called."""


def engine() -> SearchEngine:
    """Return the engine of the running app."""
    found: SearchEngine = current_app.extensions["search"]
    return found


def index_products(database: Database, ids: Collection[int], day: date) -> None:
    """Bring products up to date in the index: what is on sale is put in, everything else taken out.

    Raises SearchUnavailable where the engine does not take it: the outbox brings it again.
    """
    with database.reading() as session:
        changes = _product_changes(session, sorted(ids), day)
    _apply(changes)


def index_cooperative(database: Database, cooperative_id: int, day: date) -> None:
    """Bring a cooperative and all its products up to date in the index."""
    with database.reading() as session:
        ids = session.scalars(select(Product.id).where(Product.cooperative_id == cooperative_id)).all()
        changes = [_cooperative_change(session, cooperative_id), *_product_changes(session, sorted(ids), day)]
    _apply(changes)


def products_of_producer(database: Database, producer_id: int) -> list[int]:
    """Return the ids of the products that a producer makes."""
    with database.reading() as session:
        return list(session.scalars(select(Product.id).where(Product.producer_id == producer_id)))


def rebuild(database: Database, day: date, progress: Progress = lambda _count: None) -> None:
    """Write the whole index beside the live one and swap; readers see no gap. Raises SearchUnavailable."""
    receipt = engine().rebuild(_all_products(database, day, progress), _all_cooperatives(database))
    outcome = engine().wait(receipt, REBUILD_SECONDS)
    if outcome.state != OutcomeState.APPLIED:
        raise SearchUnavailable("search_failed", outcome.message)


def is_built() -> bool:
    """Tell whether there is an index that answers."""
    return engine().status().healthy


def counts_differ(database: Database) -> bool:
    """Tell whether the index holds another number of products or cooperatives than are on sale."""
    status = engine().status()
    with database.reading() as session:
        return (status.documents, status.cooperatives) != (products_on_sale(session), _cooperatives_trading(session))


def products_on_sale(session: Session) -> int:
    """Return how many products are on sale: what a whole index holds."""
    return session.scalar(select(func.count()).select_from(published().subquery())) or 0


def _apply(changes: Sequence[Change]) -> None:
    try:
        receipt = engine().apply(changes)
    except SearchUnavailable as error:
        if error.code == "search_missing":
            return  # there is no index yet: the one that is built first reads the database after this change
        raise
    outcome = engine().wait(receipt, WAIT_SECONDS)
    if outcome.state != OutcomeState.APPLIED:
        raise SearchUnavailable(f"search_{outcome.state}", outcome.message)


def _product_changes(session: Session, ids: Sequence[int], day: date) -> list[Change]:
    found = products_by_ids(session, ids)
    on_sale = [product for product in found.values() if _is_on_sale(product)]
    documents = {document.id: document for document in _documents(session, on_sale, day)}
    return [Upsert(documents[number]) if number in documents else Delete(number) for number in ids]


def _cooperative_change(session: Session, cooperative_id: int) -> Change:
    found = session.scalar(_cooperatives().where(Organisation.id == cooperative_id))
    if found is None:
        return Delete(cooperative_id, "cooperative")
    return Upsert(cooperative_document(found, _sold_by(session, [cooperative_id]).get(cooperative_id, 0)))


def _is_on_sale(product: Product) -> bool:
    return product.state == ProductState.PUBLISHED and product.cooperative.state == OrganisationState.ACTIVE


def _documents(session: Session, products: Sequence[Product], day: date) -> list[ProductDocument]:
    names = _category_names()
    papers = assessments(session, products, day)
    return [
        product_document(product, category_name=names[product.category], orderable=papers[product.id].orderable)
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


def _all_products(database: Database, day: date, progress: Progress) -> Iterator[ProductDocument]:
    last = 0
    while True:
        with database.reading() as session:
            wanted = published().where(Product.id > last).order_by(Product.id).limit(BATCH)
            ids = session.scalars(wanted.with_only_columns(Product.id)).all()
            documents = _documents(session, list(products_by_ids(session, ids).values()), day)
        if not ids:
            return
        yield from documents
        progress(len(documents))
        last = ids[-1]


def _all_cooperatives(database: Database) -> Iterator[CooperativeDocument]:
    last = 0
    while True:
        with database.reading() as session:
            wanted = _cooperatives().where(Organisation.id > last).order_by(Organisation.id).limit(BATCH)
            found = list(session.scalars(wanted))
            sold = _sold_by(session, [row.id for row in found])
            documents = [cooperative_document(row, sold.get(row.id, 0)) for row in found]
        if not documents:
            return
        yield from documents
        last = documents[-1].id


def _cooperatives() -> Select[Organisation]:
    return (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.COOPERATIVE, Organisation.state == OrganisationState.ACTIVE)
        .options(joinedload(Organisation.region))
    )


def _cooperatives_trading(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(_cooperatives().subquery())) or 0


def _sold_by(session: Session, ids: Sequence[int]) -> dict[int, int]:
    statement = (
        select(Product.cooperative_id, func.count())
        .where(Product.cooperative_id.in_(ids), Product.state == ProductState.PUBLISHED)
        .group_by(Product.cooperative_id)
    )
    return {int(number): int(count) for number, count in session.execute(statement).all()}
