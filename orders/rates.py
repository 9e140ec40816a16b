"""A cooperative's shipping rates: its own table, kept by its people, read at every checkout."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts import scope
from marketplace.core.errors import Invalid
from marketplace.core.money import MAX_RUPIAH, Rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.matching import holds
from marketplace.regions.models import Region
from marketplace.web.pages import PER_PAGE, Page
from orders import events
from orders.models import ShippingRate
from orders.permissions import FULFIL_ORDER
from orders.shipping import Rate, ShippingMethod

MAX_KG = 10_000
"""Ten tonnes: more than a truck of the last mile carries."""


@dataclass(frozen=True, kw_only=True)
class RateDraft:
    """What a cooperative says of one way to ship. What does not belong to the method is dropped."""

    method: str
    region_prefix: str = ""
    price_per_kg: Rupiah = 0
    minimum_kg: int = 1
    flat_price: Rupiah = 0
    free_from: Rupiah | None = None


def own_rates(session: Session, actor: Actor) -> list[ShippingRate]:
    """Return the cooperative's rate table: by method, the wider regions first."""
    table = scope.rows(actor, ShippingRate)
    return list(session.scalars(table.order_by(ShippingRate.method, ShippingRate.region_prefix)))


def rates_page(session: Session, actor: Actor, page: int, words: str = "") -> Page[ShippingRate]:
    """Return one page of the same; with words in the place."""
    place = select(Region.code).where(Region.code == ShippingRate.region_prefix)
    there = holds(words, lambda word: place.where(Region.path.icontains(word, autoescape=True)).exists())
    table = scope.rows(actor, ShippingRate).where(there)
    total = session.scalar(select(func.count()).select_from(table.subquery())) or 0
    ordered = table.order_by(ShippingRate.method, ShippingRate.region_prefix, ShippingRate.id)
    return Page(list(session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE))), page, PER_PAGE, total)


def own_rate(session: Session, actor: Actor, rate_id: int) -> ShippingRate:
    """Return one row of the cooperative's own table; raise ``NotFound``."""
    return scope.one(session, actor, ShippingRate, id=rate_id)


def rates_of_all(session: Session, cooperative_ids: Collection[int]) -> dict[int, list[Rate]]:
    """Return the rate tables of several cooperatives in one query."""
    found: dict[int, list[Rate]] = {}
    rows = session.scalars(select(ShippingRate).where(ShippingRate.cooperative_id.in_(cooperative_ids)))
    for row in rows if cooperative_ids else ():
        found.setdefault(row.cooperative_id, []).append(_rate(row))
    return found


def save_rate(
    session: Session, actor: Actor, draft: RateDraft, *, rate_id: int | None = None, now: datetime
) -> ShippingRate:
    """Add a row, or change one of the own; raise ``Invalid`` on the field that is wrong."""
    actor.check(FULFIL_ORDER)
    row = own_rate(session, actor, rate_id) if rate_id is not None else None
    checked = _check(session, draft)
    _check_single(session, actor, checked, row)
    if row is None:
        row = ShippingRate(cooperative_id=actor.organisation_id)
        session.add(row)
    row.method, row.region_prefix = checked.method, checked.region_prefix
    row.price_per_kg, row.minimum_kg = checked.price_per_kg, checked.minimum_kg
    row.flat_price, row.free_from = checked.flat_price, checked.free_from
    try:
        session.flush()
    except IntegrityError as error:  # a second click was faster than the look beforehand
        raise _already_there() from error
    _record(session, actor, row.cooperative_id, now)
    return row


def remove_rate(session: Session, actor: Actor, rate_id: int, *, now: datetime) -> None:
    """Take a row out of the own table; orders that were placed keep what they cost."""
    actor.check(FULFIL_ORDER)
    row = own_rate(session, actor, rate_id)
    session.delete(row)
    session.flush()
    _record(session, actor, row.cooperative_id, now)


def _record(session: Session, actor: Actor, cooperative_id: int, now: datetime) -> None:
    trail.record(session, actor, events.RATES_CHANGED, "organisation", cooperative_id, now=now)


def _rate(row: ShippingRate) -> Rate:
    return Rate(
        method=ShippingMethod(row.method),
        region_prefix=row.region_prefix,
        price_per_kg=row.price_per_kg,
        minimum_kg=row.minimum_kg,
        flat_price=row.flat_price,
        free_from=row.free_from,
    )


def _check(session: Session, draft: RateDraft) -> RateDraft:
    if draft.method not in set(ShippingMethod):
        raise Invalid.field("method", _l("Choose courier, own vehicle or pick-up."))
    prefix = draft.region_prefix.strip()
    if prefix and session.get(Region, prefix) is None:
        raise Invalid.field("region_prefix", _l("Choose a region from the list, or leave it empty for everywhere."))
    for name in ("price_per_kg", "flat_price", "free_from"):
        _check_money(name, getattr(draft, name))
    if not 1 <= draft.minimum_kg <= MAX_KG:
        raise Invalid.field("minimum_kg", _l("Write a whole number from 1 to %(most)s.", most=MAX_KG))
    courier = draft.method == ShippingMethod.COURIER
    vehicle = draft.method == ShippingMethod.OWN_VEHICLE
    return RateDraft(
        method=draft.method,
        region_prefix=prefix,
        price_per_kg=draft.price_per_kg if courier else 0,
        minimum_kg=draft.minimum_kg if courier else 1,
        flat_price=draft.flat_price if vehicle else 0,
        free_from=draft.free_from if courier or vehicle else None,
    )


def _check_money(name: str, amount: Rupiah | None) -> None:
    if amount is not None and not 0 <= amount <= MAX_RUPIAH:
        raise Invalid.field(name, _l("Write an amount in whole rupiah from 0 on."))


def _check_single(session: Session, actor: Actor, draft: RateDraft, row: ShippingRate | None) -> None:
    same = scope.rows(actor, ShippingRate).where(
        ShippingRate.method == draft.method, ShippingRate.region_prefix == draft.region_prefix
    )
    found = session.scalars(same).first()
    if found is not None and (row is None or found.id != row.id):
        raise _already_there()


def _already_there() -> Invalid:
    return Invalid.field("region_prefix", _l("There is already a rate for this method and region."))
