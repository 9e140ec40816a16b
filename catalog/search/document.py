"""How a product and a cooperative become documents of the index. Plain values in, plain values out."""

from collections.abc import Mapping

from catalog.categories import CATEGORIES
from catalog.models import Product
from catalog.requirements import covered, valid_days
from catalog.search.engine import CooperativeDocument, ProductDocument
from certification.lifecycle import CertificateState
from marketplace.accounts.models import Organisation


def product_document(
    product: Product,
    *,
    category_name: str,
    asked: frozenset[str],
    readiness: int,
    orderable: bool,
    synonyms: Mapping[str, tuple[str, ...]],
) -> ProductDocument:
    """Return what the engines know of a product; ``category_name`` in every language in which it may be typed."""
    region = product.cooperative.region
    return ProductDocument(
        id=product.id,
        name=product.name,
        description=f"{product.description} {product.ingredients}".strip(),
        cooperative_id=product.cooperative_id,
        cooperative_name=product.cooperative.name,
        producer_name=product.producer.name if product.producer else "",
        category=CATEGORIES[product.category].code,
        category_name=category_name,
        region=region.code,
        region_names=region.path,
        price=product.price,
        created=int((product.published_at or product.created_at).timestamp()),
        popularity=product.popularity,
        certificate_days={
            scheme: (first.toordinal(), last.toordinal()) for scheme, (first, last) in valid_days(product).items()
        },
        numbers=_numbers(product),
        asked=asked,
        shelf_life_days=product.shelf_life_days or 0,
        barcode=bool(product.barcode),
        readiness=readiness,
        orderable=orderable,
        synonyms=synonyms,
    )


def cooperative_document(organisation: Organisation, products: int) -> CooperativeDocument:
    """Return what the engines know of a cooperative; the one that sells more stands before its equals."""
    return CooperativeDocument(
        id=organisation.id, name=organisation.name, region_names=organisation.region.path, popularity=products
    )


def _numbers(product: Product) -> tuple[str, ...]:
    ids = covered(product)
    papers = [paper.certificate for paper in product.papers if paper.certificate_id in ids]
    numbers = [paper.number for paper in papers if paper.state == CertificateState.VERIFIED and paper.number]
    return tuple(number for number in (product.code, product.barcode, *numbers) if number)
