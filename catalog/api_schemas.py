"""What the API says of products and cooperatives (CONTRACT.md, API). Money in whole rupiah, days in Jakarta."""

from datetime import date

from flask import url_for
from pydantic import Field

from catalog.models import Availability, Product
from catalog.requirements import Badge
from catalog.taxation import TaxTreatment, effective_percent
from marketplace.accounts.models import Organisation
from marketplace.web.api import Listing, Request, Schema

NOT_PKP = "not_pkp"


class ProductsQuery(Request):
    """What to search for. ``certificate`` repeats and narrows; ``category`` and ``region`` repeat and widen."""

    q: str = ""
    category: list[str] = Field(default_factory=list)
    region: list[str] = Field(default_factory=list)
    cooperative: str = ""
    certificate: list[str] = Field(default_factory=list)
    min_price: int | None = Field(default=None, ge=0)
    max_price: int | None = Field(default=None, ge=0)
    sort: str = "relevance"
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=24, ge=1, le=100)


class CooperativesQuery(Request):
    """Words in the name or place; ``region`` is a Kemendagri code or its prefix."""

    q: str = ""
    region: str = ""
    page: int = Field(default=1, ge=1, le=100_000)
    per_page: int = Field(default=24, ge=1, le=100)


class SuggestQuery(Request):
    """What has been typed so far."""

    q: str = ""


class CooperativeRef(Schema):
    """The cooperative that sells."""

    slug: str
    name: str


class TaxOut(Schema):
    """How PPN is charged. ``rate``: percent of the price that is added today, 0 where none is."""

    treatment: str
    rate: float


class CertificateOut(Schema):
    """How one scheme stands today. ``number`` only of a paper that an official verified."""

    scheme: str
    status: str
    number: str | None
    valid_until: date | None


class ProductOut(Schema):
    """A product in a list. ``price``: rupiah before PPN, per base unit, at the minimum order.

    ``readiness``: 0 to 100, the share of what retailers ask for that it has; no measure to rank sellers by.
    """

    code: str
    name: str
    url: str
    photo: str | None
    cooperative: CooperativeRef
    category: str
    region: str
    price: int
    tax: TaxOut
    unit: str
    minimum_order: int
    certificates: list[CertificateOut]
    readiness: int = Field(ge=0, le=100)


class TierOut(Schema):
    """A price step: from ``minimum`` base units on."""

    minimum: int
    price: int


class ProducerOut(Schema):
    """Who makes it: the holder of the certificates, not always the seller."""

    name: str
    region: str


class MadeToOrderOut(Schema):
    """Goods made when ordered: working days until ready, base units a month."""

    lead_time_days: int | None
    monthly_capacity: int | None


class ProductDetailOut(ProductOut):
    """A product as on its page. Either ``stock`` (free base units) or ``made_to_order`` is given."""

    description: str
    photos: list[str]
    price_tiers: list[TierOut]
    pack_size: int | None
    carton_size: int | None
    net_weight_g: int | None
    gross_weight_g: int
    barcode: str | None
    shelf_life_days: int | None
    ingredients: str
    declared_not_halal: bool
    orderable: bool
    producer: ProducerOut | None
    stock: int | None
    made_to_order: MadeToOrderOut | None


class FacetsOut(Schema):
    """How many products each choice leaves, over the whole result."""

    category: dict[str, int]
    region: dict[str, int]
    certificate: dict[str, int]


class ProductListing(Listing[ProductOut]):
    """One page of products."""

    facets: FacetsOut


class CooperativeOut(Schema):
    """A cooperative in a list."""

    slug: str
    name: str
    url: str
    region: str
    place: str
    products: int


class CooperativeDetailOut(CooperativeOut):
    """A cooperative as on its page."""

    about: str
    is_pkp: bool
    nib: str | None
    ahu: str | None


class CooperativeListing(Listing[CooperativeOut]):
    """One page of cooperatives."""


class SuggestionOut(Schema):
    """Something to go to: ``kind`` is product, cooperative or category."""

    kind: str
    name: str
    url: str


class SuggestionsOut(Schema):
    """What is offered while somebody types."""

    items: list[SuggestionOut]


def product_out(product: Product, badges: list[Badge], day: date, *, readiness: int) -> ProductOut:
    """Write a product for a list."""
    photo = product.photos[0] if product.photos else None
    return ProductOut(
        code=product.code,
        name=product.name,
        url=url_for("storefront.product", code=product.code, _external=True),
        photo=url_for("plumbing.media", name=photo.medium, _external=True) if photo else None,
        cooperative=CooperativeRef(slug=product.cooperative.slug, name=product.cooperative.name),
        category=product.category,
        region=product.cooperative.region_code,
        price=product.price,
        tax=_tax(product, day),
        unit=product.base_unit,
        minimum_order=product.minimum_order,
        certificates=[_certificate(badge) for badge in badges],
        readiness=readiness,
    )


def product_detail_out(
    product: Product, badges: list[Badge], day: date, *, orderable: bool, readiness: int
) -> ProductDetailOut:
    """Write a product as on its page."""
    in_stock = product.availability == Availability.STOCK
    producer = product.producer
    return ProductDetailOut(
        **product_out(product, badges, day, readiness=readiness).model_dump(),
        description=product.description,
        photos=[url_for("plumbing.media", name=photo.large, _external=True) for photo in product.photos],
        price_tiers=[TierOut(minimum=tier.minimum, price=tier.price) for tier in product.tiers],
        pack_size=product.pack_size,
        carton_size=product.carton_size,
        net_weight_g=product.net_weight_g,
        gross_weight_g=product.weight_g,
        barcode=product.barcode or None,
        shelf_life_days=product.shelf_life_days,
        ingredients=product.ingredients,
        declared_not_halal=product.declared_not_halal,
        orderable=orderable,
        producer=ProducerOut(name=producer.name, region=producer.region_code) if producer else None,
        stock=product.stock_on_hand - product.stock_reserved if in_stock else None,
        made_to_order=None
        if in_stock
        else MadeToOrderOut(lead_time_days=product.lead_time_days, monthly_capacity=product.monthly_capacity),
    )


def cooperative_out(organisation: Organisation, products: int) -> CooperativeOut:
    """Write a cooperative for a list."""
    return CooperativeOut(
        slug=organisation.slug,
        name=organisation.name,
        url=url_for("storefront.cooperative", slug=organisation.slug, _external=True),
        region=organisation.region_code,
        place=organisation.region.path,
        products=products,
    )


def cooperative_detail_out(organisation: Organisation, products: int) -> CooperativeDetailOut:
    """Write a cooperative as on its page; its NPWP and NIK stay its own business."""
    return CooperativeDetailOut(
        **cooperative_out(organisation, products).model_dump(),
        about=organisation.about,
        is_pkp=organisation.is_pkp,
        nib=organisation.nib or None,
        ahu=organisation.ahu or None,
    )


def _tax(product: Product, day: date) -> TaxOut:
    treatment = TaxTreatment(product.tax_treatment)
    is_pkp = product.cooperative.is_pkp
    return TaxOut(treatment=treatment if is_pkp else NOT_PKP, rate=effective_percent(treatment, is_pkp, day))


def _certificate(badge: Badge) -> CertificateOut:
    return CertificateOut(
        scheme=badge.scheme, status=badge.status, number=badge.number or None, valid_until=badge.valid_until
    )
