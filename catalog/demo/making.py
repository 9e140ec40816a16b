"""Turns an offer of the tables into a product as a seller would have filled it in."""

import hashlib
from datetime import datetime, timedelta

from catalog.categories import CATEGORIES
from catalog.demo.goods import Offer
from catalog.lifecycle import ProductState
from catalog.models import Product, ProductPhoto, ProductTier
from catalog.photos import StoredPhoto
from catalog.services import CODE_LENGTH, CODE_LETTERS

STEPS = ((1, 100), (5, 95), (20, 90))
"""From so many times the minimum order on, so many percent of the first price."""


def product_of(offer: Offer, place: int, photo: StoredPhoto | None, *, now: datetime) -> Product:
    """Return a published product; ``place`` spreads the moments of publishing over the past year."""
    kind = offer.kind
    at = now - timedelta(days=8 + place * 37 % 330, hours=place % 9)
    minimum = offer.carton or 5
    product = Product(
        code=code_of(f"{offer.village}/{offer.name}/{offer.maker}"),
        name=offer.name,
        description=kind.description,
        category=kind.category,
        state=ProductState.PUBLISHED,
        base_unit=kind.unit,
        pack_size=offer.pack,
        carton_size=offer.carton,
        net_weight_g=offer.net_g,
        weight_g=offer.net_g + kind.tare_g,
        packaging=kind.packaging,
        barcode=_barcode(place) if place % 3 else "",
        price=offer.price,
        minimum_order=minimum,
        tax_treatment=CATEGORIES[kind.category].tax,
        shelf_life_days=kind.shelf_life_days,
        storage=kind.storage,
        ingredients=kind.ingredients,
        traits=sorted(kind.traits.split()),
        declared_not_halal=offer.halal == "tidak",
        popularity=(place * 53) % 97,
        created_at=at - timedelta(days=1),
        updated_at=at,
        published_at=at,
        **offer.available,
    )
    product.tiers = [
        ProductTier(minimum=minimum * times, price=_rounded(offer.price * percent // 100)) for times, percent in STEPS
    ]
    if photo is not None:
        product.photos = [ProductPhoto(position=0, **vars(photo))]
    return product


def code_of(text: str) -> str:
    """Return a code that is the same at every loading, so that printed cards of the demo keep working."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[rest])
    return "".join(letters)


def _rounded(price: int) -> int:
    """Round to 50 rupiah, as price lists do."""
    return max(50, price // 50 * 50)


def _barcode(place: int) -> str:
    """Return a GTIN with a right check digit in a fictional company's range."""
    digits = f"8999999{place:05d}"
    weighed = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits))
    return f"{digits}{-weighed % 10}"
