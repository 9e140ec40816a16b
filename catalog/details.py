"""The seller fills in the steps after the first: packing, prices, supply, traits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.categories import category
from catalog.completeness import Step
from catalog.drafts import PackingDraft, PriceDraft, SupplyDraft
from catalog.editing import apply, check_own, check_range, check_seen, checked_text, saved
from catalog.holds.following import follow, watch
from catalog.models import Availability, Product, ProductTier
from catalog.pricing import Tier, check_tiers
from catalog.taxation import TaxTreatment
from catalog.units import BASE_UNITS, MAX_QUANTITY
from certification.goods import Storage
from certification.numbers import registry
from certification.requirements.questions import traits_asked
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l

MAX_PACK = 10_000
MAX_WEIGHT_G = 1_000_000
MAX_SHELF_LIFE_DAYS = 3_650
MAX_LEAD_TIME_DAYS = 365


def save_packing(
    session: Session, actor: Actor, product: Product, draft: PackingDraft, *, seen: int, now: datetime
) -> None:
    """Save units, weights, packaging, barcode, shelf life, storage and ingredients."""
    check_own(actor, product)
    _check_packing(draft)
    values = {
        "base_unit": draft.base_unit,
        "pack_size": draft.pack_size,
        "carton_size": draft.carton_size,
        "net_weight_g": draft.net_weight_g,
        "weight_g": draft.weight_g,
        "packaging": checked_text("packaging", draft.packaging, 120),
        "barcode": _checked_barcode(draft.barcode, now),
        "shelf_life_days": draft.shelf_life_days,
        "storage": str(draft.storage),
        "ingredients": checked_text("ingredients", draft.ingredients, 2_000),
    }
    watched = watch(product)
    if apply(product, values, seen):
        saved(session, actor, product, Step.PACKING, now=now)
        follow(session, actor, product, watched, now=now)


def save_prices(
    session: Session, actor: Actor, product: Product, draft: PriceDraft, *, seen: int, now: datetime
) -> None:
    """Save minimum order, price steps before PPN and the tax treatment that the seller states."""
    check_own(actor, product)
    check_range("minimum_order", draft.minimum_order, 1, MAX_QUANTITY)
    if draft.tax_treatment not in set(TaxTreatment):
        raise Invalid.field("tax_treatment", _l("Choose one of the two."))
    tiers = check_tiers(draft.tiers, draft.minimum_order)
    if tiers[-1].minimum > MAX_QUANTITY:
        raise Invalid.field("tiers", _l("Write a whole number from %(low)s to %(high)s.", low=1, high=MAX_QUANTITY))
    values = {
        "minimum_order": draft.minimum_order,
        "tax_treatment": str(draft.tax_treatment),
        "price": tiers[0].price,
    }
    same = [Tier(tier.minimum, tier.price) for tier in product.tiers] == list(tiers)
    if not same:
        check_seen(product, seen)
        _replace_tiers(session, product, tiers)
    if apply(product, values, seen) or not same:
        saved(session, actor, product, Step.PRICES, now=now)


def save_supply(
    session: Session, actor: Actor, product: Product, draft: SupplyDraft, *, seen: int, now: datetime
) -> None:
    """Save whether it lies in stock or is made to order. The number in stock is counted by ``stock.count_stock``."""
    check_own(actor, product)
    if draft.availability not in set(Availability):
        raise Invalid.field("availability", _l("Choose one of the two."))
    check_range("lead_time_days", draft.lead_time_days, 1, MAX_LEAD_TIME_DAYS)
    check_range("monthly_capacity", draft.monthly_capacity, 1, MAX_QUANTITY)
    if draft.availability == Availability.MADE_TO_ORDER:
        for name in ("lead_time_days", "monthly_capacity"):
            if getattr(draft, name) is None:
                raise Invalid.field(name, _l("Needed for goods that are made to order."))
    values = {
        "availability": str(draft.availability),
        "lead_time_days": draft.lead_time_days,
        "monthly_capacity": draft.monthly_capacity,
    }
    if apply(product, values, seen):
        saved(session, actor, product, Step.SUPPLY, now=now)


def save_traits(
    session: Session, actor: Actor, product: Product, traits: Collection[str], *, seen: int, now: datetime
) -> None:
    """Save what decides beside the category which papers it needs; none of the questions is an answer too."""
    check_own(actor, product)
    known = traits_asked(category(product.category).goods)
    if not set(traits) <= known:
        raise Invalid.field("traits", _l("Choose from the list: other answers do not matter for this category."))
    if apply(product, {"traits": sorted(set(map(str, traits)))}, seen):
        saved(session, actor, product, Step.TRAITS, now=now)


def _check_packing(draft: PackingDraft) -> None:
    if draft.base_unit not in BASE_UNITS:
        raise Invalid.field("base_unit", _l("Choose a unit from the list."))
    if draft.storage not in set(Storage):
        raise Invalid.field("storage", _l("Choose how it is kept."))
    check_range("pack_size", draft.pack_size, 2, MAX_PACK)
    check_range("carton_size", draft.carton_size, 2, MAX_PACK)
    check_range("weight_g", draft.weight_g, 1, MAX_WEIGHT_G)
    check_range("net_weight_g", draft.net_weight_g, 1, MAX_WEIGHT_G)
    check_range("shelf_life_days", draft.shelf_life_days, 1, MAX_SHELF_LIFE_DAYS)
    if draft.pack_size and draft.carton_size and draft.carton_size % draft.pack_size:
        raise Invalid.field(
            "carton_size", _l("A carton holds whole packs: write a multiple of %(pack)s.", pack=draft.pack_size)
        )
    if draft.net_weight_g is not None and draft.net_weight_g > draft.weight_g:
        raise Invalid.field("weight_g", _l("With its packaging it cannot weigh less than its content."))


def _checked_barcode(text: str, now: datetime) -> str:
    if not text.strip():
        return ""
    answer = registry.explain("gtin", text, today=jakarta_day(now))
    if not answer.valid:
        raise Invalid.field("barcode", answer.errors[0].message)
    return answer.normalized


def _replace_tiers(session: Session, product: Product, tiers: tuple[Tier, ...]) -> None:
    product.tiers.clear()
    session.flush()  # the old steps must be gone first: the amounts are unique for each product
    product.tiers.extend(ProductTier(minimum=tier.minimum, price=tier.price) for tier in tiers)
