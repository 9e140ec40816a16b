"""Products held against the law of papers: what each needs on a day, and what its producer has for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from catalog.coverage import NOT_LINKED, covered, standings
from catalog.facts import facts_of_goods, refusal_to_reach
from catalog.models import Product
from certification.models import Certificate
from certification.queries import certificates_by_producer, days_in_force, status_of
from certification.requirements import (
    NAMES,
    Assessment,
    HeldPaper,
    Outcome,
    RequirementAnswer,
    assess,
    requirements_for,
)
from certification.schemes import SCHEMES
from certification.status import Status, is_valid
from marketplace.core.clock import jakarta_day

__all__ = [
    "NAMES",
    "Badge",
    "Span",
    "assessment_of",
    "assessments",
    "assessments_on",
    "badges",
    "covered",
    "facts_of_goods",
    "refusal_to_reach",
    "snapshot",
    "valid_days",
    "valid_spans",
    "wanted_schemes",
]

_NEAREST = tuple(Status)
"""Which of several papers of one scheme is shown: the enum begins with what is worth most."""


Span = tuple[date, date]
"""First and last day on which papers count; ``date.max`` where they have no end."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """How one scheme stands for one product on a day, as cards and the API show it."""

    scheme: str
    name: str
    """Short name, a proper name in both languages: Halal, P-IRT, BPOM."""
    status: Status
    number: str = ""
    valid_until: date | None = None
    """Last valid day; None where the paper has no end or there is none."""
    code: str = ""
    """Of the certificate, for its proof ``/s/CODE``."""

    @property
    def short_name(self) -> str:
        """What is printed on packs: ``P-IRT``."""
        return SCHEMES[self.scheme].short_name


def assessments(session: Session, products: Collection[Product], day: date) -> dict[int, Assessment]:
    """Return for each product id what it needs on a day in Jakarta and how that is answered; one query for all."""
    return assessments_on(session, products, {product.id: day for product in products})


def assessments_on(session: Session, products: Collection[Product], days: Mapping[int, date]) -> dict[int, Assessment]:
    """Return the same, each product on a day of its own (by id); one query for all."""
    papers = _papers(session, products)
    return {product.id: _assess(product, papers, days[product.id]) for product in products}


def assessment_of(session: Session, product: Product, day: date) -> Assessment:
    """Return what one product needs on a day in Jakarta and how that is answered."""
    return assessments(session, [product], day)[product.id]


def wanted_schemes(assessment: Assessment) -> list[str]:
    """Return the schemes of which a paper would close a gap, each once."""
    return list(dict.fromkeys(scheme for answer in assessment.missing for scheme in answer.requirement.any_of))


def badges(session: Session, products: Collection[Product], day: date) -> dict[int, list[Badge]]:
    """Return for each product id one badge for each scheme that is required or held, in the order of the schemes."""
    papers = _papers(session, products)
    return {product.id: _badges(product, papers, day) for product in products}


def assessed_with_badges(
    session: Session, products: Collection[Product], day: date
) -> tuple[dict[int, Assessment], dict[int, list[Badge]]]:
    """Return ``assessments`` and ``badges`` of the same products; the papers are read once for both."""
    papers = _papers(session, products)
    return (
        {product.id: _assess(product, papers, day) for product in products},
        {product.id: _badges(product, papers, day) for product in products},
    )


def valid_days(product: Product) -> dict[str, Span]:
    """Return for each scheme with a verified paper the first and the last day on which it counts (for the index).

    Of spans with a gap between them the latest is returned.
    """
    return {scheme: spans[-1] for scheme, spans in valid_spans(product).items()}


def valid_spans(product: Product) -> dict[str, tuple[Span, ...]]:
    """Return for each scheme with a verified paper all first and last days on which it counts, the earliest first.

    Papers that follow one another without a gap make one span.
    """
    spans: dict[str, list[Span]] = {}
    for certificate in _covering(product):
        span = days_in_force(certificate)
        if span is not None:
            spans.setdefault(certificate.scheme, []).append(span)
    if product.declared_not_halal:
        spans.pop("halal", None)
    return {scheme: _joined(found) for scheme, found in spans.items()}


def snapshot(assessment: Assessment, certificates: Iterable[Certificate]) -> list[dict[str, Any]]:
    """Return the state of each required paper to be kept on an order line (plain values for JSON)."""
    by_code = {certificate.code: certificate for certificate in certificates}
    return [_kept(answer, by_code) for answer in assessment.items]


def _kept(answer: RequirementAnswer, by_code: dict[str, Certificate]) -> dict[str, Any]:
    found = by_code.get(answer.paper.code) if answer.paper else None
    until = found.valid_until if found else None
    return {
        "scheme": answer.scheme,
        "status": str(answer.status),
        "outcome": str(answer.outcome),
        "number": (found.number or found.application_receipt) if found else "",
        "code": found.code if found else "",
        "valid_until": until.isoformat() if until else None,
    }


def _papers(session: Session, products: Collection[Product]) -> dict[int, list[Certificate]]:
    return certificates_by_producer(session, {p.producer_id for p in products if p.producer_id is not None})


def _held(product: Product, papers: dict[int, list[Certificate]]) -> dict[int, Certificate]:
    """Return by id the papers of the product's maker, and those of others that it is linked to."""
    linked = {paper.certificate_id: paper.certificate for paper in product.papers}
    return linked | {certificate.id: certificate for certificate in papers.get(product.producer_id or 0, [])}


def _assess(product: Product, papers: dict[int, list[Certificate]], day: date) -> Assessment:
    found = standings(product)
    held = []
    for key, certificate in sorted(_held(product, papers).items()):
        standing = found.get(key, NOT_LINKED)
        paper = HeldPaper(
            scheme=certificate.scheme,
            status=standing.status(status_of(certificate, day)),
            grade=certificate.grade,
            filed_on=jakarta_day(certificate.submitted_at) if certificate.submitted_at else None,
            receipt_number=certificate.application_receipt,
            covers=standing.covers,
            gap=standing.gap,
            code=certificate.code,
        )
        held.append(paper)
    return assess(requirements_for(facts_of_goods(product), day), held, product.declared_not_halal)


def _badges(product: Product, papers: dict[int, list[Certificate]], day: date) -> list[Badge]:
    found = standings(product)
    held = [
        (certificate, found[key].status(status_of(certificate, day)))
        for key, certificate in _held(product, papers).items()
        if key in found and found[key].covers
    ]
    shown = {scheme: _badge_of(rows) for scheme, rows in _by_scheme(held).items()}
    shown = {scheme: badge for scheme, badge in shown.items() if badge.status != Status.MISSING}
    if product.declared_not_halal:
        shown.pop("halal", None)
    for answer in _assess(product, papers, day).items:
        # What answers a requirement is shown; a scheme of which nothing is held shows the gap or the exemption.
        there = (answer.scheme, *answer.requirement.any_of)
        if answer.outcome != Outcome.DECLARED and not any(scheme in shown for scheme in there):
            shown[answer.scheme] = _bare(answer.scheme, answer.status)
    return [shown[scheme] for scheme in SCHEMES if scheme in shown]


_Stood = tuple[Certificate, Status]


def _by_scheme(held: Iterable[_Stood]) -> dict[str, list[_Stood]]:
    found: dict[str, list[_Stood]] = {}
    for certificate, status in held:
        found.setdefault(certificate.scheme, []).append((certificate, status))
    return found


def _badge_of(held: list[_Stood]) -> Badge:
    best, status = min(held, key=lambda row: (_NEAREST.index(row[1]), -row[0].id))
    number = best.number if is_valid(status) or status == Status.EXPIRED else ""
    return Badge(
        scheme=best.scheme,
        name=SCHEMES[best.scheme].short_name,
        status=status,
        number=number,
        valid_until=best.valid_until,
        code="" if status == Status.MISSING else best.code,
    )


def _bare(scheme: str, status: Status) -> Badge:
    return Badge(scheme=scheme, name=SCHEMES[scheme].short_name, status=status)


def _covering(product: Product) -> list[Certificate]:
    ids = covered(product)
    return [paper.certificate for paper in product.papers if paper.certificate_id in ids]


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and (found[-1][1] == date.max or first <= found[-1][1] + timedelta(days=1)):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)
