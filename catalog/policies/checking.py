"""Whether products satisfy a buyer's policy on the day they are to arrive, in a fixed number of queries."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.policies import writing
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import BY_LAW, Finding, Gap, Policy, ProductFacts, findings
from catalog.readiness.queries import readiness_of
from certification.models import Certificate
from certification.requirements import Assessment, Outcome, requirements_for
from certification.status import Status


def current(session: Session, organisation_id: int) -> Policy:
    """Return the policy in force of an organisation; the law alone where it made none."""
    return _policy(session.scalar(_versions(organisation_id).limit(1)))


def version_of(session: Session, organisation_id: int, number: int) -> Policy:
    """Return one version of an organisation's policy; the law alone for 0."""
    return _policy(session.scalar(_versions(organisation_id).where(PolicyVersion.number == number)))


def findings_for(
    session: Session, organisation_id: int, products: Collection[Product], *, delivery: date
) -> dict[int, tuple[Finding, ...]]:
    """Return for each product id what it does not meet of the policy in force, on one day of delivery (Jakarta)."""
    return findings_on(
        session, current(session, organisation_id), products, {product.id: delivery for product in products}
    )


def findings_on(
    session: Session, policy: Policy, products: Collection[Product], days: Mapping[int, date]
) -> dict[int, tuple[Finding, ...]]:
    """Return the same for a policy at hand, each product on a day of delivery of its own (by id)."""
    facts = facts_on(session, products, days, with_readiness=bool(policy.readiness))
    return {number: findings(policy, found, delivery=days[number]) for number, found in facts.items()}


def facts_on(
    session: Session, products: Collection[Product], days: Mapping[int, date], *, with_readiness: bool
) -> dict[int, ProductFacts]:
    """Return what the rules need to know of products (``queries.products_by_ids`` loads them whole)."""
    if not products:
        return {}
    assessed = requirements.assessments_on(session, products, days)
    scores = _scores(session, products, days, assessed) if with_readiness else {}
    return {
        product.id: _facts(product, days[product.id], assessed[product.id], scores.get(product.id))
        for product in products
    }


def asked_of(product: Product, day: date) -> frozenset[str]:
    """Return the schemes with which a product can answer the law on a day; none of what it is exempt from."""
    wanted = requirements_for(requirements.facts_of_goods(product), day)
    return frozenset(scheme for row in wanted if row.exempt_reason is None for scheme in row.any_of)


def _facts(product: Product, day: date, assessed: Assessment, score: int | None) -> ProductFacts:
    return ProductFacts(
        asked=asked_of(product, day),
        spans=requirements.valid_spans(product),
        on_hold=_on_hold(assessed, product),
        declared_not_halal=product.declared_not_halal,
        shelf_life_days=product.shelf_life_days,
        barcode=bool(product.barcode),
        readiness=score,
        gaps=tuple(
            Gap(code=answer.requirement.code, schemes=answer.requirement.any_of)
            for answer in assessed.items
            if answer.outcome == Outcome.MISSING
        ),
    )


def _on_hold(assessed: Assessment, product: Product) -> frozenset[str]:
    """Return the schemes of papers that are on hold: as a whole, or for this product."""
    held = {answer.scheme for answer in assessed.items if answer.status == Status.ON_HOLD}
    covering = requirements.covered(product)
    papers: list[Certificate] = [paper.certificate for paper in product.papers if paper.certificate_id in covering]
    return frozenset(held | {paper.scheme for paper in papers if paper.on_hold})


def _scores(
    session: Session, products: Collection[Product], days: Mapping[int, date], assessed: Mapping[int, Assessment]
) -> dict[int, int]:
    """Return the scores on the earliest day of delivery: the papers of the cooperatives are read once for all."""
    found = readiness_of(session, products, min(days[product.id] for product in products), assessed)
    return {number: row.score for number, row in found.items()}


def _versions(organisation_id: int) -> Select[PolicyVersion]:
    return (
        select(PolicyVersion)
        .where(PolicyVersion.organisation_id == organisation_id)
        .order_by(PolicyVersion.number.desc())
    )


def _policy(found: PolicyVersion | None) -> Policy:
    return BY_LAW if found is None else writing.policy_in(found.rules, found.number)
