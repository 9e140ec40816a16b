"""Makes products and what belongs to them; every default can be said otherwise by keyword."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import CATEGORIES
from catalog.lifecycle import ProductState
from catalog.models import Product, ProductPaper, ProductPhoto, ProductTier
from certification.models import Certificate, Producer, ProducerKind
from marketplace.core.roles import Actor
from tests.factories import KEMANTREN, NOW

_serial = count(1)


def make_product(
    session: Session,
    actor: Actor,
    *,
    tiers: tuple[tuple[int, int], ...] = ((10, 15_000), (100, 13_500)),
    certificates: tuple[Certificate, ...] = (),
    photos: int = 0,
    now: datetime = NOW,
    **over: Any,
) -> Product:
    """Make a published product that can be ordered: cloth, which needs no papers, 100 pieces in stock.

    ``tiers``: (from base units, price); ``certificates``: linked by their first name. Everything else is a
    column of ``Product``. The maker is the cooperative itself unless ``producer`` is given.
    """
    number = next(_serial)
    producer = over.pop("producer", None) or _own_producer(session, actor)
    values: dict[str, Any] = {
        "code": f"UJI{number:04d}",
        "name": f"Kain Uji {number}",
        "description": "Kain untuk uji coba.",
        "category": "textiles",
        "state": ProductState.PUBLISHED,
        "base_unit": "lembar",
        "pack_size": 5,
        "carton_size": 20,
        "weight_g": 250,
        "minimum_order": min((minimum for minimum, _price in tiers), default=1),
        "price": min(tiers)[1] if tiers else 0,
        "stock_on_hand": 100,
        "created_at": now,
        "updated_at": now,
        "published_at": now,
        **over,
    }
    assert values["category"] in CATEGORIES
    product = Product(cooperative_id=actor.organisation_id, producer=producer, **values)
    product.tiers = [ProductTier(minimum=minimum, price=price) for minimum, price in sorted(tiers)]
    product.photos = [_photo(position) for position in range(photos)]
    product.papers = [ProductPaper(certificate=certificate, item=certificate.items[0]) for certificate in certificates]
    session.add(product)
    session.flush()
    return product


def _own_producer(session: Session, actor: Actor) -> Producer:
    own = select(Producer).where(Producer.cooperative_id == actor.organisation_id)
    found = session.scalars(own.where(Producer.kind == ProducerKind.COOPERATIVE)).first()
    if found is None:
        found = Producer(
            cooperative_id=actor.organisation_id,
            kind=ProducerKind.COOPERATIVE,
            name=actor.organisation_name,
            region_code=KEMANTREN,
            consent_at=NOW,
            consent_by_id=actor.user_id,
            created_at=NOW,
        )
        session.add(found)
    return found


def _photo(position: int) -> ProductPhoto:
    stem = f"{position:032x}"
    small, medium, large = (f"{stem}-{side}.webp" for side in (320, 640, 1280))
    return ProductPhoto(
        position=position, small=small, medium=medium, large=large, width=800, height=600, sha256=f"{position:064x}"
    )
