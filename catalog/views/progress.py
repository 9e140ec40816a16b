"""The steps of a product as pages show them: names, addresses, and which are done."""

from dataclasses import dataclass

from babel.support import LazyProxy
from flask import url_for

from catalog.completeness import Step, gaps
from catalog.models import Product
from certification.requirements import Assessment
from marketplace.core.text import _l


@dataclass(frozen=True)
class StepPage:
    """The page of a step."""

    endpoint: str
    template: str
    name: LazyProxy


PAGES = {
    Step.BASICS: StepPage("steps.basics", "catalog/listing/basics.html", _l("Basics")),
    Step.PHOTOS: StepPage("photos.show", "catalog/listing/photos.html", _l("Photos")),
    Step.PACKING: StepPage("steps.packing", "catalog/listing/packing.html", _l("Packing")),
    Step.PRICES: StepPage("steps.prices", "catalog/listing/prices.html", _l("Prices")),
    Step.SUPPLY: StepPage("steps.supply", "catalog/listing/supply.html", _l("Supply")),
    Step.PAPERS: StepPage("steps.papers", "catalog/listing/papers.html", _l("Certificates")),
}


@dataclass(frozen=True, kw_only=True)
class StepState:
    """One step of one product."""

    step: Step
    name: str
    url: str
    done: bool


def progress(product: Product, assessment: Assessment | None = None) -> list[StepState]:
    """Return the steps in order. Certificates are done when nothing keeps the product from being ordered."""
    lacking = {gap.step for gap in gaps(product)}
    if not product.photos:
        lacking.add(Step.PHOTOS)
    if assessment is None or not assessment.orderable:
        lacking.add(Step.PAPERS)
    return [
        StepState(step=step, name=str(page.name), url=url_of(step, product.code), done=step not in lacking)
        for step, page in PAGES.items()
    ]


def url_of(step: Step | None, product_code: str) -> str:
    """Return the address of a step of a product; of its summary where there is no step."""
    if step is None:
        return url_for("listing.show", code=product_code)
    return url_for(PAGES[step].endpoint, code=product_code)
