"""Keeping the index true to the database: a few products at once, a cooperative with all it sells, or everything."""

from collections.abc import Collection, Sequence
from datetime import date

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.queries import is_public, products_by_ids
from catalog.search import sources
from catalog.search.document import cooperative_document
from catalog.search.engine import Change, Delete, OutcomeState, SearchEngine, SearchUnavailable, Upsert
from certification.models import Certificate
from marketplace.accounts.models import Organisation
from marketplace.db import Database
from marketplace.events.models import Event

WAIT_SECONDS = 30.0
REBUILD_SECONDS = 3600.0


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


def rebuild(database: Database, day: date, progress: sources.Progress = lambda _count: None) -> None:
    """Write the whole index beside the live one and swap; readers see no gap. Raises SearchUnavailable."""
    with database.reading() as session:
        begun_after = session.scalar(select(func.max(Event.id))) or 0
    receipt = engine().rebuild(sources.all_products(database, day, progress), sources.all_cooperatives(database))
    outcome = engine().wait(receipt, REBUILD_SECONDS)
    if outcome.state != OutcomeState.APPLIED:
        raise SearchUnavailable("search_failed", outcome.message)
    _replay(database, begun_after, day)


def is_built() -> bool:
    """Tell whether there is an index that answers."""
    return engine().status().healthy


def counts_differ(database: Database) -> bool:
    """Tell whether the index holds another number of products or cooperatives than are on sale."""
    status = engine().status()
    with database.reading() as session:
        return (status.documents, status.cooperatives) != (
            sources.products_on_sale(session),
            sources.cooperatives_trading(session),
        )


def _replay(database: Database, after: int, day: date) -> None:
    """Bring what changed during a rebuild once more: it may have gone to the index that was swapped away."""
    with database.reading() as session:
        subjects = select(Event.subject_id).where(Event.id > after)
        touched = {kind: subjects.where(Event.subject_kind == kind) for kind in ("product", "certificate", "producer")}
        holders = select(Certificate.producer_id).where(Certificate.id.in_(touched["certificate"]))
        products = session.scalars(
            select(Product.id).where(
                or_(
                    Product.id.in_(touched["product"]),
                    Product.producer_id.in_(holders),
                    Product.producer_id.in_(touched["producer"]),
                )
            )
        ).all()
        organisations = set(session.scalars(subjects.where(Event.subject_kind == "organisation")))
    index_products(database, products, day)
    for organisation_id in sorted(organisations):
        index_cooperative(database, organisation_id, day)


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
    on_sale = [product for product in found.values() if is_public(product)]
    documents = {document.id: document for document in sources.product_documents(session, on_sale, day)}
    return [Upsert(documents[number]) if number in documents else Delete(number) for number in ids]


def _cooperative_change(session: Session, cooperative_id: int) -> Change:
    found = session.scalar(sources.cooperatives().where(Organisation.id == cooperative_id))
    if found is None:
        return Delete(cooperative_id, "cooperative")
    return Upsert(cooperative_document(found, sources.sold_by(session, [cooperative_id]).get(cooperative_id, 0)))
