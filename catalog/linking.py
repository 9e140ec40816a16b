"""Which certificates a product stands on: offered by name, chosen by the seller."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.completeness import Step
from catalog.editing import apply, check_own, check_seen, saved
from catalog.holds.following import relinked
from catalog.models import Product, ProductPaper
from catalog.papers import names_match
from certification.lifecycle import CertificateState
from certification.models import Certificate, CertificateItem
from certification.queries import certificates_by_producer
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l

_GONE = frozenset({CertificateState.REJECTED, CertificateState.REVOKED})
"""Final: a product is not put on such a paper any more."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One certificate of the product's producer, and the name on it that is the product's name, if any."""

    certificate: Certificate
    item: CertificateItem | None
    linked: bool


@dataclass(frozen=True)
class Choice:
    """What the seller chose: names on certificates, and whether the label says "tidak halal"."""

    item_ids: frozenset[int]
    declared_not_halal: bool = False


def offers(session: Session, product: Product) -> list[Offer]:
    """Return the certificates of the product's producer, each with its matching name and whether it is linked."""
    if product.producer_id is None:
        return []
    linked = {paper.certificate_id for paper in product.papers}
    held = certificates_by_producer(session, {product.producer_id}).get(product.producer_id, [])
    return [
        Offer(certificate=certificate, item=_matching(product, certificate), linked=certificate.id in linked)
        for certificate in held
        if certificate.state not in _GONE or certificate.id in linked
    ]


def save_papers(
    session: Session,
    actor: Actor,
    product: Product,
    choice: Choice,
    *,
    seen: int,
    now: datetime,
) -> None:
    """Let the product stand on these names of its producer's certificates, and on no others.

    Raise ``Invalid`` on ``items`` for a name that is not the product's or is on another producer's paper.
    """
    check_own(actor, product)
    wanted = {
        offer.item.id: offer.item
        for offer in offers(session, product)
        if offer.item and offer.item.id in choice.item_ids
    }
    if wanted.keys() != choice.item_ids:
        raise Invalid.field("items", _l("Choose certificates of its producer on which this name is printed."))
    same = {paper.item_id for paper in product.papers} == choice.item_ids
    if not same:
        check_seen(product, seen)
    if apply(product, {"declared_not_halal": choice.declared_not_halal}, seen) or not same:
        _replace(session, actor, product, list(wanted.values()), now)
        saved(session, actor, product, Step.PAPERS, now=now)


def _replace(session: Session, actor: Actor, product: Product, items: list[CertificateItem], now: datetime) -> None:
    before = {paper.certificate_id: paper for paper in product.papers}
    product.papers[:] = [_link(item, before.get(item.certificate_id)) for item in items]
    after = {item.certificate_id for item in items}
    session.flush()
    relinked(session, actor, product, before.keys() - after, after - before.keys(), now=now)


def _link(item: CertificateItem, known: ProductPaper | None) -> ProductPaper:
    """Return the link to a name; of a paper that the product stands on already the very link, with its state."""
    if known is None:
        return ProductPaper(
            certificate_id=item.certificate_id, item_id=item.id, certificate=item.certificate, item=item
        )
    known.item_id, known.item = item.id, item
    return known


def _matching(product: Product, certificate: Certificate) -> CertificateItem | None:
    return next((item for item in certificate.items if names_match(product.name, item.name)), None)
