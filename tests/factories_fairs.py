"""Makes fairs, booths and contacts; every default can be said otherwise by keyword."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from catalog.fairs.models import Booth, Exhibit, Fair, FairState, Lead
from catalog.models import Product
from marketplace.core.roles import Actor
from tests.factories import NOW

_serial = count(1)


def make_fair(session: Session, official: Actor, **over: Any) -> Fair:
    """Make a public fair under way at the moment at which tests take place."""
    number = next(_serial)
    values: dict[str, Any] = {
        "slug": f"expo-uji-{number}",
        "name": f"Expo Uji {number}",
        "place": "Alun-alun Uji",
        "region_code": "35.24.22",
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2026, 11, 27),
        "state": FairState.PUBLIC,
        "created_at": NOW,
        **over,
    }
    fair = Fair(organiser_id=official.organisation_id, **values)
    session.add(fair)
    session.flush()
    return fair


def make_booth(session: Session, fair: Fair, seller: Actor, *, products: Sequence[Product] = (), **over: Any) -> Booth:
    """Make a cooperative's booth that shows the products in their order."""
    number = next(_serial)
    values = {"code": f"ST{number:03d}", "label": f"A{number}", "position": number, **over}
    booth = Booth(fair_id=fair.id, cooperative_id=seller.organisation_id, **values)
    booth.exhibits = [Exhibit(product=product, position=place) for place, product in enumerate(products, start=1)]
    session.add(booth)
    session.flush()
    return booth


def make_lead(session: Session, seller: Actor, *, booth: Booth | None = None, **over: Any) -> Lead:
    """Make a contact that waits for an answer of the cooperative."""
    values: dict[str, Any] = {
        "name": "Rini Uji",
        "organisation_name": "Toko Uji",
        "phone": "080000006101",
        "message": "Berapa harga per karton?",
        "consent_text": "Saya setuju.",
        "consent_at": NOW,
        "created_at": NOW,
        "idempotency_key": f"uji-{next(_serial)}",
        **over,
    }
    lead = Lead(cooperative_id=seller.organisation_id, booth=booth, **values)
    session.add(lead)
    session.flush()
    return lead
