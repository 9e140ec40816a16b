"""How a stored product becomes the facts of the score."""

from collections.abc import Iterator, Mapping
from datetime import date

from catalog.categories import category
from catalog.models import Product
from catalog.readiness import weights
from catalog.readiness.facts import Barcode, LabelPart, Mend, PaperFact, ReadinessFacts
from catalog.requirements import valid_days
from certification.numbers import registry
from certification.numbers.answers import Words
from certification.requirements import Assessment, Outcome, RequirementAnswer
from certification.requirements.rules import NAMES
from certification.schemes import SCHEMES
from certification.status import Status, is_valid
from marketplace.core.text import _l

ORGANISATION_PAPERS = (weights.NIB, weights.NPWP)
"""Papers of the cooperative that retailers ask for, whatever it sells (reference/domain.md 4)."""

_APPLIES = frozenset({Outcome.MET, Outcome.FILED, Outcome.MISSING})
"""A duty that is lifted, or answered by "tidak halal" on the label, costs no points."""
_AT_HAND = frozenset({Status.NEEDS_CORRECTION, Status.MISSING, Status.ON_HOLD})
"""The paper is there and the cooperative has to answer or finish it: a day's work."""


def facts_of(product: Product, assessment: Assessment, own_papers: Mapping[str, Status], day: date) -> ReadinessFacts:
    """Return what the score looks at; ``own_papers``: how each paper of the cooperative itself stands."""
    return ReadinessFacts(
        day=day,
        goods=category(product.category).goods,
        papers=(
            *(_own_paper(scheme, own_papers.get(scheme)) for scheme in ORGANISATION_PAPERS),
            *_papers(product, assessment),
        ),
        barcode=_barcode(product, day),
        label=frozenset(part for part, stated in _label(product).items() if stated),
        shelf_life_days=product.shelf_life_days,
        monthly_capacity=product.monthly_capacity,
        minimum_order=product.minimum_order,
        carton_size=product.carton_size,
        weight_g=product.weight_g,
        price_steps=len(product.tiers),
        photos=len(product.photos),
    )


def _own_paper(code: str, status: Status | None) -> PaperFact:
    scheme = SCHEMES[code]
    reason: Words = _l("No official has verified it yet.")
    task: Words = _l("Submit it under Certificates; it counts for all your products.")
    if status == Status.SUBMITTED:
        reason = _l("An official has not checked the paper yet.")
        task = _l("Wait for the official's check.")
    return PaperFact(
        code=code,
        name=scheme.short_name,
        schemes=(code,),
        verified=status is not None and is_valid(status),
        reason=reason,
        task=task,
        days=1 if status in _AT_HAND else scheme.days_to_obtain,
        waits=status == Status.SUBMITTED,
        mend=Mend.ORGANISATION_PAPERS,
    )


def _papers(product: Product, assessment: Assessment) -> Iterator[PaperFact]:
    ends = valid_days(product)
    for answer in assessment.items:
        if answer.outcome in _APPLIES:
            last = ends[answer.scheme][1] if answer.scheme in ends else None
            yield _paper(answer, None if last == date.max else last)


def _paper(answer: RequirementAnswer, last_day: date | None) -> PaperFact:
    verified = answer.outcome == Outcome.MET
    waits = answer.status == Status.SUBMITTED
    at_hand = answer.paper is not None and answer.status in _AT_HAND
    return PaperFact(
        code=answer.requirement.code,
        name=NAMES[answer.requirement.code],
        schemes=answer.requirement.any_of,
        verified=verified,
        valid_until=last_day if verified else None,
        reason=answer.reason,
        task=answer.next_step or _l("Wait for the paper from its issuer, then submit it here."),
        days=1 if at_hand else answer.days,
        waits=waits,
        blocks_orders=answer.outcome == Outcome.MISSING,
    )


def _barcode(product: Product, day: date) -> Barcode:
    if not product.barcode:
        return Barcode.NONE
    answer = registry.explain("gtin", product.barcode, today=day)
    if not answer.valid:
        return Barcode.NONE
    return Barcode.IN_STORE if any(remark.code == "in_store" for remark in answer.warnings) else Barcode.SELLABLE


def _label(product: Product) -> dict[LabelPart, bool]:
    return {
        LabelPart.MAKER: product.producer_id is not None,
        LabelPart.NET_WEIGHT: product.net_weight_g is not None,
        LabelPart.INGREDIENTS: bool(product.ingredients.strip()),
        LabelPart.SHELF_LIFE: product.shelf_life_days is not None,
        LabelPart.PACKAGING: bool(product.packaging.strip()),
    }
