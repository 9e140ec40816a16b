"""Which certificates a product stands on: offered by name, chosen by the seller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.completeness import Step
from catalog.coverage import NOT_LINKED, standing_of, standings
from catalog.editing import apply, check_own, check_seen, saved
from catalog.holds.following import relinked
from catalog.models import Product, ProductPaper
from catalog.papers import Scope, names_match, nearest_scope, other_maker, scope_of
from certification.lifecycle import CertificateState
from certification.models import Certificate, CertificateItem
from certification.queries import certificates_by_producer, status_of
from certification.schemes import GOODS_SCHEMES, scheme
from certification.status import Status
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
    """Return the certificates of the product's maker, and what it is linked to besides, each with its matching name."""
    if product.producer_id is None:
        return []
    linked = {paper.certificate_id: paper.certificate for paper in product.papers}
    held = certificates_by_producer(session, {product.producer_id}).get(product.producer_id, [])
    found = linked | {certificate.id: certificate for certificate in held if scheme(certificate.scheme).is_of_goods}
    return [
        Offer(certificate=certificate, item=_matching(product, certificate), linked=key in linked)
        for key, certificate in sorted(found.items())
        if certificate.state not in _GONE or key in linked
    ]


def statuses(product: Product, offers: Sequence[Offer], day: date) -> dict[int, Status]:
    """Return by certificate id how each offered paper stands for this product on a day in Jakarta."""
    found = standings(product)
    return {
        offer.certificate.id: found.get(offer.certificate.id, NOT_LINKED).status(status_of(offer.certificate, day))
        for offer in offers
    }


def scopes(product: Product, offers: Sequence[Offer]) -> dict[int, Scope]:
    """Return by certificate id why an offered paper does not cover the product."""
    return {offer.certificate.id: _scope(product, offer.certificate) for offer in offers if offer.item is None}


def _scope(product: Product, certificate: Certificate) -> Scope:
    if certificate.producer_id != product.producer_id:
        return other_maker(certificate.producer.name)
    return nearest_scope(product.name, _names(certificate), product.net_weight_g)


def beside(session: Session, product: Product) -> list[tuple[Certificate, Scope]]:
    """Return papers of the cooperative's other producers that name this product: they do not cover it, and why."""
    others = select(Certificate).where(
        Certificate.cooperative_id == product.cooperative_id,
        Certificate.producer_id != (product.producer_id or 0),
        Certificate.state == CertificateState.VERIFIED,
        Certificate.scheme.in_(GOODS_SCHEMES),
    )
    wanted = others.options(selectinload(Certificate.items), joinedload(Certificate.producer)).order_by(Certificate.id)
    return [
        (certificate, other_maker(certificate.producer.name))
        for certificate in session.scalars(wanted)
        if any(names_match(product.name, name) for name in _names(certificate))
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
        product.updated_at = now  # before the first flush: one change is one version
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
    kept = next((paper for paper in product.papers if paper.certificate_id == certificate.id), None)
    # What is on hold, or was confirmed by an official, stays linked under the name that is printed on it.
    if kept is not None and standing_of(product, kept).covers:
        return kept.item
    if certificate.producer_id != product.producer_id:
        return None
    named = (item for item in certificate.items if scope_of(product.name, item.name, product.net_weight_g).covers)
    return next(named, None)


def _names(certificate: Certificate) -> list[str]:
    return [item.name for item in certificate.items]
