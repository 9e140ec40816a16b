"""Which listings hang on a certificate: the part of ``certification.at_risk`` that the catalogue knows."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.lifecycle import ProductState
from catalog.models import Product, ProductPaper
from catalog.papers import names_match
from certification.at_risk import Risk
from certification.lifecycle import CertificateState
from certification.models import Certificate


def reckon(session: Session, certificate_ids: Collection[int]) -> dict[int, Risk]:
    """Return how many published listings hang on each certificate."""
    return {key: Risk(listings=len(found)) for key, found in listings_on(session, certificate_ids).items()}


def listings_on(session: Session, certificate_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the ids of the published products that hang on each certificate, in a fixed number of queries.

    A listing hangs on a paper that it stands on, renewals among them. One that its seller has not put on the paper
    yet hangs on it where the paper prints its name and no verified paper of the same scheme names it already.
    """
    papers = select(Certificate).where(Certificate.id.in_(certificate_ids)).options(selectinload(Certificate.items))
    certificates = session.scalars(papers).all()
    products = _published(session, {certificate.producer_id for certificate in certificates})
    return {
        certificate.id: {p.id for p in products[certificate.producer_id] if _hangs_on(p, certificate)}
        for certificate in certificates
    }


def _published(session: Session, producer_ids: set[int]) -> dict[int, list[Product]]:
    statement = select(Product).where(
        Product.producer_id.in_(producer_ids), Product.state == ProductState.PUBLISHED.value
    )
    found: dict[int, list[Product]] = defaultdict(list)
    for product in session.scalars(
        statement.options(selectinload(Product.papers).options(joinedload(ProductPaper.certificate)))
    ):
        found[product.producer_id or 0].append(product)
    return found


def _hangs_on(product: Product, certificate: Certificate) -> bool:
    if any(paper.certificate_id == certificate.id for paper in product.papers):
        return True
    held = any(
        paper.certificate.scheme == certificate.scheme and paper.certificate.state == CertificateState.VERIFIED
        for paper in product.papers
    )
    return not held and any(names_match(product.name, item.name) for item in certificate.items)
