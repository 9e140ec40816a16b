"""What a product still lacks before it may be published. Missing papers are no gap: they block ordering only."""

from dataclasses import dataclass
from enum import StrEnum

from babel.support import LazyProxy

from catalog.categories import category
from catalog.models import Availability, Product
from certification.requirements.questions import asked
from marketplace.core.text import _l


class Step(StrEnum):
    """The steps of the product form, in their order; each is the last part of its address."""

    BASICS = "dasar"
    PHOTOS = "foto"
    PACKING = "kemasan"
    PRICES = "harga"
    SUPPLY = "pasokan"
    TRAITS = "sifat"
    PAPERS = "sertifikat"


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and the step in which it is filled in."""

    step: Step
    text: LazyProxy


def steps_of(product: Product) -> tuple[Step, ...]:
    """Return the steps of a product: without the questions where none matters for its category."""
    has_questions = bool(asked(category(product.category).goods))
    return tuple(step for step in Step if step != Step.TRAITS or has_questions)


def next_step(product: Product, step: Step) -> Step | None:
    """Return the step that follows, None after the last."""
    later = tuple(Step)[tuple(Step).index(step) + 1 :]
    return next((each for each in steps_of(product) if each in later), None)


def gaps(product: Product) -> tuple[Gap, ...]:
    """Return what must be filled in before publishing, in the order of the steps."""
    checks = (
        (product.producer_id is not None, Step.BASICS, _l("Choose who makes it.")),
        (bool(product.description.strip()), Step.BASICS, _l("Describe it in a few sentences.")),
        (product.weight_g > 0, Step.PACKING, _l("State its gross weight: shipping is reckoned from it.")),
        (bool(product.tiers), Step.PRICES, _l("State at least one price.")),
        (_is_suppliable(product), Step.SUPPLY, _l("State the lead time and the monthly capacity.")),
    )
    return tuple(Gap(step, text) for fulfilled, step, text in checks if not fulfilled)


def _is_suppliable(product: Product) -> bool:
    if product.availability == Availability.STOCK:
        return True
    return product.lead_time_days is not None and product.monthly_capacity is not None
