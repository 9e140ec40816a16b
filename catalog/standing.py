"""Which products on sale stand on a paper: what the public proof of the paper links to."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product, ProductPaper
from catalog.queries import WHOLE, published
from catalog.requirements import badges, covered
from certification.proof.standing import Goods
from certification.status import Status


def goods_on(session: Session, certificate_ids: Collection[int], day: date) -> dict[int, list[Goods]]:
    """Return by certificate id the products on sale that it covers; one whose badge is on hold does not count."""
    linked = select(ProductPaper.product_id).where(ProductPaper.certificate_id.in_(certificate_ids))
    products = list(session.scalars(published().where(Product.id.in_(linked)).options(*WHOLE)).unique())
    shown = badges(session, products, day) if products else {}
    found: dict[int, list[Goods]] = {}
    for product in products:
        held = {badge.scheme for badge in shown[product.id] if badge.status == Status.ON_HOLD}
        for paper in _counting(product, held):
            goods = Goods(name=product.name, path=f"/p/{product.code}", printed_name=paper.item.name)
            found.setdefault(paper.certificate_id, []).append(goods)
    return {number: found[number] for number in certificate_ids if number in found}


def _counting(product: Product, held: Collection[str]) -> list[ProductPaper]:
    covers = covered(product)
    return [p for p in product.papers if p.certificate_id in covers and p.certificate.scheme not in held]
