"""The steps of a product as pages show them: names, addresses, and which are done."""

from dataclasses import dataclass

from babel.support import LazyProxy
from flask import url_for

from catalog.categories import CATEGORIES
from catalog.completeness import Step, gaps, steps_of
from catalog.facts import facts_of_goods
from catalog.models import Availability, Product
from certification.requirements import Assessment
from certification.requirements.questions import QUESTIONS
from marketplace.core.money import format_rupiah
from marketplace.core.text import _l
from marketplace.web.i18n import _, ngettext, number


@dataclass(frozen=True)
class StepPage:
    """The page of a step."""

    endpoint: str
    template: str
    name: LazyProxy


PAGES = {
    Step.BASICS: StepPage("product_steps.basics", "catalog/listing/basics.html", _l("Basics")),
    Step.PHOTOS: StepPage("product_photos.show", "catalog/listing/photos.html", _l("Photos")),
    Step.PACKING: StepPage("product_steps.packing", "catalog/listing/packing.html", _l("Packing")),
    Step.PRICES: StepPage("product_steps.prices", "catalog/listing/prices.html", _l("Prices")),
    Step.SUPPLY: StepPage("product_steps.supply", "catalog/listing/supply.html", _l("Supply")),
    Step.TRAITS: StepPage("product_steps.traits", "catalog/listing/traits.html", _l("Questions")),
    Step.PAPERS: StepPage("product_steps.papers", "catalog/listing/papers.html", _l("Certificates")),
}


@dataclass(frozen=True, kw_only=True)
class StepState:
    """One step of one product."""

    step: Step
    name: str
    url: str
    done: bool
    fact: str
    """What is filled in, in a few words."""


def progress(product: Product, assessment: Assessment | None = None) -> list[StepState]:
    """Return the steps in order. Certificates are done when nothing keeps the product from being ordered."""
    lacking = {gap.step for gap in gaps(product)}
    if not product.photos:
        lacking.add(Step.PHOTOS)
    if product.traits is None:
        lacking.add(Step.TRAITS)
    if assessment is None or not assessment.orderable:
        lacking.add(Step.PAPERS)
    facts = _facts(product)
    return [
        StepState(
            step=step,
            name=str(PAGES[step].name),
            url=url_of(step, product.code),
            done=step not in lacking,
            fact=facts[step],
        )
        for step in steps_of(product)
    ]


def _facts(product: Product) -> dict[Step, str]:
    packing = [f"{number(product.weight_g)} g" if product.weight_g else "", _in_units(product)]
    return {
        Step.BASICS: " · ".join(
            filter(None, (str(CATEGORIES[product.category].name), product.producer.name if product.producer else ""))
        ),
        Step.PHOTOS: ngettext("%(num)s photo", "%(num)s photos", len(product.photos)),
        Step.PACKING: " · ".join(filter(None, packing)),
        Step.PRICES: _price(product),
        Step.SUPPLY: _supply(product),
        Step.TRAITS: _traits(product),
        Step.PAPERS: ngettext("%(num)s certificate linked", "%(num)s certificates linked", len(product.papers)),
    }


def _in_units(product: Product) -> str:
    if product.carton_size is None:
        return ""
    return str(_("carton of %(count)s %(unit)s", count=product.carton_size, unit=product.base_unit))


def _price(product: Product) -> str:
    if not product.tiers:
        return ""
    return str(_("%(price)s for one %(unit)s", price=format_rupiah(product.price), unit=product.base_unit))


def _supply(product: Product) -> str:
    if product.availability == Availability.STOCK:
        return str(_("From stock, %(count)s counted", count=number(product.stock_on_hand)))
    return str(_("Made to order, ready in %(days)s working days", days=product.lead_time_days or "?"))


def _traits(product: Product) -> str:
    if product.traits is None:
        return str(_("Not answered yet"))
    chosen = facts_of_goods(product).traits
    names = [str(question.name) for question in QUESTIONS if question.trait in chosen]
    return ", ".join(names) or str(_("Nothing of it applies"))


def url_of(step: Step | None, product_code: str) -> str:
    """Return the address of a step of a product; of its summary where there is no step."""
    if step is None:
        return url_for("listing.show", code=product_code)
    return url_for(PAGES[step].endpoint, code=product_code)
