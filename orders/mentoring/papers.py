"""Papers of accompanied cooperatives that need attention: expired, ending soon, and goods that lack one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.lifecycle import ProductState
from catalog.models import Product
from catalog.queries import WHOLE
from catalog.requirements import assessments
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.queries import status_of
from certification.status import Status


@dataclass
class Ending:
    """The papers of one cooperative that ended or end soon and that no newer one replaces."""

    ended: list[Certificate] = field(default_factory=list)
    soon: list[Certificate] = field(default_factory=list)


def endings(session: Session, cooperative_ids: Collection[int], day: date) -> dict[int, Ending]:
    """Return for each cooperative its papers that ended or end soon, the earliest first; two queries for all."""
    wanted = select(Certificate).where(
        Certificate.cooperative_id.in_(cooperative_ids), Certificate.state == CertificateState.VERIFIED
    )
    loads = (selectinload(Certificate.items), joinedload(Certificate.producer))
    found = list(session.scalars(wanted.options(*loads).order_by(Certificate.valid_until, Certificate.id)))
    statuses = {row.id: status_of(row, day) for row in found}
    good: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in found:
        if statuses[row.id] == Status.VERIFIED:
            good[row.producer_id, row.scheme] |= _names(row)
    endings: dict[int, Ending] = defaultdict(Ending)
    for row in found:
        if statuses[row.id] == Status.EXPIRED and not _is_replaced(row, good):
            endings[row.cooperative_id].ended.append(row)
        elif statuses[row.id] == Status.EXPIRING and not _is_replaced(row, good):
            endings[row.cooperative_id].soon.append(row)
    return dict(endings)


def lacking(session: Session, cooperative_ids: Collection[int], day: date) -> dict[int, list[Product]]:
    """Return for each cooperative the products on sale that lack a paper, in a fixed number of queries."""
    wanted = select(Product).where(Product.cooperative_id.in_(cooperative_ids), Product.state == ProductState.PUBLISHED)
    products = list(session.scalars(wanted.options(*WHOLE).order_by(Product.id)).unique())
    answers = assessments(session, products, day)
    found: dict[int, list[Product]] = defaultdict(list)
    for product in products:
        if answers[product.id].missing:
            found[product.cooperative_id].append(product)
    return dict(found)


def _names(certificate: Certificate) -> set[str]:
    return {item.name.lower() for item in certificate.items}


def _is_replaced(certificate: Certificate, good: dict[tuple[int, str], set[str]]) -> bool:
    """Tell whether a newer paper of the same maker and kind covers the same names."""
    names = good.get((certificate.producer_id, certificate.scheme))
    return names is not None and _names(certificate) <= names
