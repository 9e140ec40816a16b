"""The API's call on fairs: the facts of a fair's public page."""

from datetime import date

from flask import Blueprint, url_for
from spectree import Response

from catalog.fairs import queries
from catalog.fairs.models import Fair
from catalog.fairs.queries import Stand
from catalog.fairs.status import time_of
from catalog.models import Product
from marketplace.accounts.access import public
from marketplace.core.clock import jakarta_day, now
from marketplace.web.api import PREFIX, Problem, Schema, spec
from marketplace.web.database import reading

blueprint = Blueprint("fairs_api", __name__, url_prefix=PREFIX)


class ExhibitOut(Schema):
    """A product at a booth; ``price`` in whole rupiah before PPN, per base unit, at the minimum order."""

    code: str
    name: str
    url: str
    photo: str | None
    price: int
    unit: str
    minimum_order: int


class ExhibitorOut(Schema):
    """The cooperative behind a booth."""

    slug: str
    name: str


class BoothOut(Schema):
    """A booth with what it shows."""

    code: str
    label: str
    url: str
    cooperative: ExhibitorOut
    products: list[ExhibitOut]


class FairOut(Schema):
    """A public fair. ``status``: coming, on or past today (Jakarta)."""

    slug: str
    name: str
    url: str
    status: str
    starts_on: date
    ends_on: date
    place: str
    region: str
    organiser: str
    about: str
    booths: list[BoothOut]


@blueprint.get("/fairs/<slug>")
@public
@spec.validate(resp=Response(HTTP_200=FairOut, HTTP_404=Problem), tags=("fairs",))
def fair(slug: str) -> FairOut:
    """Answer a fair with its booths and products."""
    found = queries.public_fair(reading(), slug)
    return fair_out(found, queries.all_stands(reading(), found), jakarta_day(now()))


def fair_out(found: Fair, stands: list[Stand], day: date) -> FairOut:
    """Write a fair as everybody may see it on a day."""
    return FairOut(
        slug=found.slug,
        name=found.name,
        url=url_for("fairs.show", slug=found.slug, _external=True),
        status=time_of(found.starts_on, found.ends_on, day),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        place=found.place,
        region=found.region_code,
        organiser=found.organiser.name,
        about=found.about,
        booths=[_booth_out(found, stand) for stand in stands],
    )


def _booth_out(found: Fair, stand: Stand) -> BoothOut:
    booth = stand.booth
    return BoothOut(
        code=booth.code,
        label=booth.label,
        url=url_for("fairs.booth", slug=found.slug, code=booth.code, _external=True),
        cooperative=ExhibitorOut(slug=booth.cooperative.slug, name=booth.cooperative.name),
        products=[_exhibit_out(product, booth.code) for product in stand.products],
    )


def _exhibit_out(product: Product, booth: str) -> ExhibitOut:
    photo = product.photos[0] if product.photos else None
    return ExhibitOut(
        code=product.code,
        name=product.name,
        url=url_for("storefront.product", code=product.code, stan=booth, _external=True),
        photo=url_for("plumbing.media", name=photo.medium, _external=True) if photo else None,
        price=product.price,
        unit=product.base_unit,
        minimum_order=product.minimum_order,
    )
