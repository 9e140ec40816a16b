"""The demo's catalogue: about 120 products over all categories with papers in every outcome, and the fairs."""

from contextlib import suppress

from sqlalchemy import delete

from catalog.demo.loading import load as load_products
from catalog.fairs import demo as fairs
from catalog.holds import demo as holds
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from catalog.subscribers import INDEXERS
from catalog.supplier_file import demo as supplier_file
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.demo import Stage
from marketplace.events.models import Delivery


def load(stage: Stage) -> None:
    """Give the cooperatives their products, show some of them at fairs, and make all of them searchable."""
    load_products(stage)
    holds.load(stage)
    fairs.load(stage)
    supplier_file.load(stage)
    with suppress(SearchUnavailable):  # the worker builds the index as soon as the engine answers
        indexing.rebuild(stage.database, jakarta_day(stage.now))
        _forget_deliveries(stage.database)


def _forget_deliveries(database: Database) -> None:
    """Spare the worker hundreds of changes that the index, built from everything, holds already."""
    with database.transaction() as session:
        session.execute(delete(Delivery).where(Delivery.subscriber.in_(INDEXERS)))
