"""What the rules need of products and of buyers' policies, read in a fixed number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.policies.checking import facts_on
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import BY_LAW, Gap, Policy, ProductFacts, Span, findings
from catalog.policies.writing import policy_in
from certification.models import Certificate
from certification.queries import days_in_force
from certification.requirements import Assessment, Outcome
from marketplace.core.clock import jakarta_day
from orders.touched.rules import failing


@dataclass(frozen=True)
class Policies:
    """The policies of several buyers, each version of each."""

    by_version: Mapping[tuple[int, int], Policy]
    newest: Mapping[int, int]

    def of(self, buyer_id: int, version: int | None = None) -> Policy:
        """Return one version of a buyer, None: the one in force; the law alone where there is none."""
        number = self.newest.get(buyer_id, 0) if version is None else version
        return self.by_version.get((buyer_id, number), BY_LAW)


def policies_of(session: Session, buyer_ids: Collection[int]) -> Policies:
    """Return every version of the policies of buyers; one query, none without buyers."""
    wanted = select(PolicyVersion).where(PolicyVersion.organisation_id.in_(buyer_ids)).order_by(PolicyVersion.number)
    rows = session.scalars(wanted).all() if buyer_ids else ()
    found = {(row.organisation_id, row.number): policy_in(row.rules, row.number) for row in rows}
    return Policies(found, {row.organisation_id: row.number for row in rows})


class Judged:
    """Products as they stand on a day, asked with which schemes they fail the law or a policy; one query."""

    def __init__(self, session: Session, products: Collection[Product], day: date) -> None:
        """``products``: loaded whole (``catalog.queries.products_by_ids``)."""
        days = {product.id: day for product in products}
        self._day = day
        self._products = {product.id: product for product in products}
        self._facts = facts_on(session, products, days, with_readiness=False)

    def failing(self, product_id: int, policy: Policy, known: Collection[str] = ()) -> frozenset[str]:
        """Return the schemes with which a product fails now (``rules.failing``)."""
        return self._failing(self._facts[product_id], policy, known)

    def failing_without(
        self, product_id: int, assessment: Assessment, certificate: Certificate, policy: Policy, known: Collection[str]
    ) -> frozenset[str]:
        """Return the schemes with which a product would fail if one paper of it counted no longer."""
        facts = _without(self._products[product_id], self._facts[product_id], assessment, certificate)
        return self._failing(facts, policy, known)

    def _failing(self, facts: ProductFacts, policy: Policy, known: Collection[str]) -> frozenset[str]:
        return failing(facts.gaps, findings(policy, facts, delivery=self._day), known)


def known_of(stored: Iterable[Mapping[str, object]] | None) -> frozenset[str]:
    """Return the codes of the findings with which a line was ordered all the same."""
    return frozenset(str(row["code"]) for row in stored or ())


def day_after(day: date) -> date:
    """Return the first day on which a paper with this last valid day counts no longer."""
    return day + timedelta(days=1)


def revoked_on(certificate: Certificate) -> date:
    """Return the day in Jakarta of the decision on a certificate; of its filing where none is noted."""
    return jakarta_day(certificate.decided_at or certificate.created_at)


def _without(product: Product, facts: ProductFacts, assessment: Assessment, certificate: Certificate) -> ProductFacts:
    covering = requirements.covered(product)
    spans: dict[str, tuple[Span, ...]] = {}
    for paper in product.papers:
        span = days_in_force(paper.certificate)
        if paper.certificate_id in covering and paper.certificate_id != certificate.id and span is not None:
            scheme = paper.certificate.scheme
            spans[scheme] = (*spans.get(scheme, ()), span)
    gaps = [
        Gap(code=answer.requirement.code, schemes=answer.requirement.any_of)
        for answer in assessment.items
        if answer.outcome == Outcome.MET and {paper.code for paper in answer.valid} == {certificate.code}
    ]
    return replace(facts, spans=spans, gaps=(*facts.gaps, *gaps))
