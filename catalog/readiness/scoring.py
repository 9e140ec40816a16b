"""The score "siap ritel" of one product, 0 to 100: the share of the points that apply to it.

A product that needs no certificate loses nothing for having none: what does not apply gives no points and costs none.
"""

from collections.abc import Iterator

from babel.support import LazyProxy

from catalog.readiness import weights
from catalog.readiness.answers import Check, Readiness
from catalog.readiness.facts import Barcode, LabelPart, Mend, PaperFact, ReadinessFacts
from catalog.readiness.weights import Weighting, weighting_on
from certification.goods import GoodsClass
from certification.numbers.answers import Words
from certification.schemes import SCHEMES
from marketplace.core.text import _l

PACKAGING_DAYS = 60
"""To try packaging or a process that keeps longer: our own estimate."""

LABEL_WORDS: dict[LabelPart, Words] = {
    LabelPart.MAKER: _l("who makes it"),
    LabelPart.NET_WEIGHT: _l("net weight"),
    LabelPart.INGREDIENTS: _l("ingredients"),
    LabelPart.SHELF_LIFE: _l("shelf life"),
    LabelPart.PACKAGING: _l("packaging"),
}


def readiness(facts: ReadinessFacts) -> Readiness:
    """Score a product by what applies to it on the day of the facts."""
    weighting = weighting_on(facts.day)
    papers = [_paper(paper, facts, weighting) for paper in facts.papers]
    return Readiness((*papers, *_packaging(facts, weighting), *_trade(facts, weighting)), weighting)


def _paper(paper: PaperFact, facts: ReadinessFacts, weighting: Weighting) -> Check:
    points = weighting.points.get(paper.code, weighting.other_paper)
    left = (paper.valid_until - facts.day).days if paper.verified and paper.valid_until else None
    ends = left is not None and left <= weighting.paper_days
    reason: Words = _l(
        "Ends in %(left)s days; retailers want more than %(wanted)s.", left=left, wanted=weighting.paper_days
    )
    return Check(
        code=paper.code,
        name=paper.name,
        points=points,
        earned=points // 2 if ends else points if paper.verified else 0,
        missing=reason if ends else paper.reason,
        task=_l("Renew it and submit the new one.") if ends else paper.task,
        days=paper.days,
        schemes=paper.schemes,
        mend=paper.mend,
        waits=paper.waits and not paper.verified,
        blocks_orders=paper.blocks_orders and not paper.verified,
    )


def _packaging(facts: ReadinessFacts, weighting: Weighting) -> Iterator[Check]:
    if facts.goods not in weights.WEIGHED_OUT:
        yield _barcode(facts, weighting)
    yield _label(facts, weighting)
    if facts.goods not in weights.FRESH | weights.DURABLE:
        yield _shelf_life(facts, weighting)
    yield _carton(facts, weighting)


def _barcode(facts: ReadinessFacts, weighting: Weighting) -> Check:
    points = weighting.points[weights.BARCODE]
    in_store = facts.barcode == Barcode.IN_STORE
    return Check(
        code=weights.BARCODE,
        name=_l("Barcode"),
        points=points,
        earned=points if facts.barcode == Barcode.SELLABLE else 0,
        missing=_l("The number counts in one shop only.") if in_store else _l("There is no barcode number yet."),
        task=_l("Register at GS1 Indonesia and write the number down here."),
        days=SCHEMES["gs1"].days_to_obtain,
        mend=Mend.PACKING,
    )


def _label(facts: ReadinessFacts, weighting: Weighting) -> Check:
    points = weighting.points[weights.LABEL]
    wanted = _label_parts(facts.goods)
    lacking = [part for part in wanted if part not in facts.label]
    only_maker = lacking == [LabelPart.MAKER]
    return Check(
        code=weights.LABEL,
        name=_l("What the label says"),
        points=points,
        earned=points * (len(wanted) - len(lacking)) // len(wanted),
        missing=_l("Not stated: %(parts)s.", parts=_listed(lacking)),
        task=_l("State it here as it is printed on the label."),
        mend=Mend.BASICS if only_maker else Mend.PACKING,
    )


def _label_parts(goods: GoodsClass) -> tuple[LabelPart, ...]:
    if goods in weights.DURABLE:
        return (LabelPart.MAKER, LabelPart.PACKAGING)
    if goods in weights.FRESH:
        return (LabelPart.MAKER, LabelPart.NET_WEIGHT, LabelPart.PACKAGING)
    return tuple(LabelPart)


def _listed(parts: list[LabelPart]) -> Words:
    return LazyProxy(lambda: ", ".join(str(LABEL_WORDS[part]) for part in parts), enable_cache=False)


def _shelf_life(facts: ReadinessFacts, weighting: Weighting) -> Check:
    points, wanted, days = weighting.points[weights.SHELF_LIFE], weighting.shelf_life_days, facts.shelf_life_days
    short: Words = _l("It keeps %(days)s days; retailers want at least %(wanted)s.", days=days, wanted=wanted)
    improve: Words = _l("Try packaging or a process that keeps longer; until then offer it to shops close by.")
    return Check(
        code=weights.SHELF_LIFE,
        name=_l("Shelf life"),
        points=points,
        earned=points if days is not None and days >= wanted else 0,
        missing=_l("How long it keeps is not stated.") if days is None else short,
        task=_l("State how many days it keeps.") if days is None else improve,
        days=0 if days is None else PACKAGING_DAYS,
        mend=Mend.PACKING,
    )


def _carton(facts: ReadinessFacts, weighting: Weighting) -> Check:
    points = weighting.points[weights.CARTON]
    has_size, has_weight = facts.carton_size is not None, facts.weight_g > 0
    return Check(
        code=weights.CARTON,
        name=_l("Carton data"),
        points=points,
        earned=points if has_size and has_weight else points // 2 if has_size or has_weight else 0,
        missing=_l("The gross weight is not stated.") if has_size else _l("How many go into a carton is not stated."),
        task=_l("State the carton and the gross weight: retailers order and store by the carton."),
        mend=Mend.PACKING,
    )


def _trade(facts: ReadinessFacts, weighting: Weighting) -> Iterator[Check]:
    yield _capacity(facts, weighting)
    yield Check(
        code=weights.PRICES,
        name=_l("Price steps"),
        points=weighting.points[weights.PRICES],
        earned=weighting.points[weights.PRICES] if facts.price_steps > 1 else 0,
        missing=_l("There is one price for every amount."),
        task=_l("Set a lower price for bigger amounts."),
        mend=Mend.PRICES,
    )
    yield Check(
        code=weights.PHOTOS,
        name=_l("Photos"),
        points=weighting.points[weights.PHOTOS],
        earned=weighting.points[weights.PHOTOS] if facts.photos else 0,
        missing=_l("There is no photo yet."),
        task=_l("Take a photo of the product in its packaging."),
        mend=Mend.PHOTOS,
    )


def _capacity(facts: ReadinessFacts, weighting: Weighting) -> Check:
    points, capacity = weighting.points[weights.CAPACITY], facts.monthly_capacity
    small: Words = _l("A month's capacity is below the minimum order.")
    return Check(
        code=weights.CAPACITY,
        name=_l("Capacity a month"),
        points=points,
        earned=points if capacity is not None and capacity >= facts.minimum_order else 0,
        missing=_l("How much can be made in a month is not stated.") if capacity is None else small,
        task=_l("State what you can surely deliver in a month."),
        mend=Mend.SUPPLY,
    )
