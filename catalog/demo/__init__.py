"""The demo's catalogue: about 120 products over all categories with papers in every outcome, and the fairs."""

from catalog.demo.loading import load as load_products
from catalog.fairs import demo as fairs
from marketplace.demo import Stage


def load(stage: Stage) -> None:
    """Give the cooperatives their products, then show some of them at fairs."""
    load_products(stage)
    fairs.load(stage)
