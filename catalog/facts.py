"""A product as the law of papers sees it, and how far its papers let it go."""

from catalog.categories import category
from catalog.models import Product
from certification.goods import GoodsFacts, MakerScale, Storage, Trait
from certification.numbers.answers import Words
from certification.requirements import Assessment
from certification.requirements.questions import traits_asked
from certification.requirements.reach import refusal_to_ship

_TRAITS = {str(trait): trait for trait in Trait}


def facts_of_goods(product: Product) -> GoodsFacts:
    """Return what the law of papers needs to know of a product.

    Traits that are not asked for its category do not count: they were chosen for an earlier one.
    """
    goods = category(product.category).goods
    chosen = frozenset(_TRAITS[trait] for trait in product.traits or () if trait in _TRAITS)
    return GoodsFacts(
        goods=goods,
        storage=Storage(product.storage),
        shelf_life_days=product.shelf_life_days,
        traits=chosen & traits_asked(goods),
        maker=_scale(product),
    )


def _scale(product: Product) -> MakerScale:
    stated = product.producer.scale if product.producer is not None else None
    return MakerScale(stated) if stated else MakerScale.MICRO_SMALL


def refusal_to_reach(product: Product, assessment: Assessment, to_region: str) -> Words | None:
    """Return why a product may not be sent to a region by the grades of its papers, None where it may.

    Of several valid papers the one that reaches farthest counts.
    """
    start = product.producer.region_code if product.producer is not None else product.cooperative.region_code
    for answer in assessment.items:
        refusals = [refusal_to_ship(paper.scheme, paper.grade, start, to_region) for paper in answer.valid]
        if refusals and all(refusals):
            return refusals[0]
    return None
