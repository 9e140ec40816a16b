"""How ready products are on a day: their own data, their papers, and those of their cooperative."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.readiness.answers import Readiness
from catalog.readiness.gathering import ORGANISATION_PAPERS, facts_of
from catalog.readiness.scoring import readiness
from certification.models import Certificate, Producer, ProducerKind
from certification.queries import status_of
from certification.requirements import Assessment
from certification.status import Status


def readiness_of(
    session: Session,
    products: Collection[Product],
    day: date,
    assessed: Mapping[int, Assessment] | None = None,
) -> dict[int, Readiness]:
    """Return for each product id how ready it is on a day in Jakarta.

    One query for the papers of the cooperatives; those of ``requirements.assessments`` where ``assessed`` is not given.
    """
    answers = requirements.assessments(session, products, day) if assessed is None else assessed
    own = _own_papers(session, {product.cooperative_id for product in products}, day)
    return {
        product.id: readiness(facts_of(product, answers[product.id], own.get(product.cooperative_id, {}), day))
        for product in products
    }


def _own_papers(session: Session, cooperative_ids: Collection[int], day: date) -> dict[int, dict[str, Status]]:
    """Return by cooperative and scheme how the best paper of the cooperative itself stands."""
    statement = (
        select(Certificate)
        .join(Certificate.producer)
        .where(
            Certificate.cooperative_id.in_(cooperative_ids),
            Certificate.scheme.in_(ORGANISATION_PAPERS),
            Producer.kind == ProducerKind.COOPERATIVE,
        )
    )
    found: dict[int, dict[str, Status]] = {}
    for row in session.scalars(statement) if cooperative_ids else ():
        standing = found.setdefault(row.cooperative_id, {})
        best = standing.get(row.scheme, Status.MISSING)
        standing[row.scheme] = min(best, status_of(row, day), key=tuple(Status).index)
    return found
