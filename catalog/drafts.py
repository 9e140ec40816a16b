"""What the seller fills in, step by step: plain values, checked by ``services``."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Availability
from catalog.pricing import Tier
from catalog.taxation import TaxTreatment
from certification.goods import Storage


@dataclass(frozen=True, kw_only=True)
class Basics:
    """What it is and who makes it."""

    name: str
    category: str
    producer_id: int | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class PackingDraft:
    """How it is packed and kept. Weights in grams of one base unit, shelf life in days."""

    base_unit: str
    weight_g: int
    pack_size: int | None = None
    carton_size: int | None = None
    net_weight_g: int | None = None
    packaging: str = ""
    barcode: str = ""
    shelf_life_days: int | None = None
    storage: str = Storage.AMBIENT
    ingredients: str = ""


@dataclass(frozen=True, kw_only=True)
class PriceDraft:
    """What it costs: price steps before PPN, the first of them at the minimum order."""

    minimum_order: int
    tiers: Sequence[Tier]
    tax_treatment: str = TaxTreatment.STANDARD


@dataclass(frozen=True, kw_only=True)
class SupplyDraft:
    """Whether it lies in stock or is made to order; lead time in working days, capacity in base units a month."""

    availability: str = Availability.STOCK
    lead_time_days: int | None = None
    monthly_capacity: int | None = None
