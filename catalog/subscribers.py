"""What follows for the index from events of products, certificates, producers and organisations; and its upkeep."""

from datetime import datetime, timedelta

from catalog import events
from catalog.search import indexing
from certification import events as papers
from certification import queries as certificates
from marketplace.accounts import events as accounts
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.events.subscriptions import Happening, subscribe_outside

INDEXERS = ("index_product", "index_certificate", "index_producer", "index_organisation")
"""Names of the subscribers below that bring the index up to date."""


@subscribe_outside(
    "index_product",
    events.PRODUCT_PUBLISHED,
    events.PRODUCT_CHANGED,
    events.PRODUCT_WITHDRAWN,
    events.PAPER_HELD,
    events.CHANGE_CONFIRMED,
    events.CHANGE_REFUSED,
    events.HOLD_LIFTED,
)
def index_product(database: Database, happening: Happening, now: datetime) -> None:
    """Put a product in or take it out."""
    indexing.index_products(database, [happening.subject_id], jakarta_day(now))


@subscribe_outside(
    "index_certificate",
    papers.CERTIFICATE_SUBMITTED,
    papers.CERTIFICATE_WITHDRAWN,
    papers.CERTIFICATE_VERIFIED,
    papers.CERTIFICATE_CORRECTION_ASKED,
    papers.CERTIFICATE_REJECTED,
    papers.CERTIFICATE_REVOKED,
    papers.CERTIFICATE_HELD,
    papers.CERTIFICATE_RELEASED,
    papers.CERTIFICATE_BEGAN,
    papers.CERTIFICATE_ENDED,
)
def index_certificate(database: Database, happening: Happening, now: datetime) -> None:
    """Bring the products of a certificate's holder up to date: what may be ordered follows from it."""
    with database.reading() as session:
        producer_id = certificates.certificate(session, happening.subject_id).producer_id
    _index_producer(database, producer_id, now)


@subscribe_outside("index_producer", papers.PRODUCER_CHANGED)
def index_producer(database: Database, happening: Happening, now: datetime) -> None:
    """Bring the products of a renamed producer up to date."""
    _index_producer(database, happening.subject_id, now)


@subscribe_outside(
    "index_organisation", accounts.APPROVED, accounts.REFUSED, accounts.CHANGED, accounts.SUSPENDED, accounts.RESUMED
)
def index_organisation(database: Database, happening: Happening, now: datetime) -> None:
    """Bring a cooperative and its products up to date; of other organisations the index knows nothing."""
    indexing.index_cooperative(database, happening.subject_id, jakarta_day(now))


@scheduled("search_index_exists", timedelta(seconds=10))
def build_missing(database: Database, now: datetime) -> None:
    """Build the index where there is none: after the first start, or when its folder was lost."""
    if not indexing.is_built():
        indexing.rebuild(database, jakarta_day(now))


@scheduled("search_index_is_true", timedelta(days=1))
def repair(database: Database, now: datetime) -> None:
    """Build the index anew where it holds another number of products or cooperatives than the database."""
    if indexing.is_built() and indexing.counts_differ(database):
        indexing.rebuild(database, jakarta_day(now))


def _index_producer(database: Database, producer_id: int, now: datetime) -> None:
    ids = indexing.products_of_producer(database, producer_id)
    if ids:
        indexing.index_products(database, ids, jakarta_day(now))
