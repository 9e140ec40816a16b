"""The demo's catalogue: about 120 products over all categories with papers in every outcome, and the fairs."""

from contextlib import suppress

from catalog.demo.loading import load as load_products
from catalog.fairs import demo as fairs
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from marketplace.core.clock import jakarta_day
from marketplace.demo import Stage


def load(stage: Stage) -> None:
    """Give the cooperatives their products, show some of them at fairs, and make all of them searchable."""
    load_products(stage)
    fairs.load(stage)
    with suppress(SearchUnavailable):  # the worker builds the index as soon as the engine answers
        indexing.rebuild(stage.database, jakarta_day(stage.now))
