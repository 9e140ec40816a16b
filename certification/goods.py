"""Goods as the law of papers sees them. A product category (``catalog``) points at one class."""

from dataclasses import dataclass
from enum import StrEnum


class GoodsClass(StrEnum):
    """What kind of goods it is; decides which papers are required."""

    PROCESSED_FOOD = "processed_food"
    PROCESSED_FOOD_ANIMAL = "processed_food_animal"
    """Processed food of fish, meat, egg: same papers, read apart because its cold storage is ruled apart."""
    DRINK = "drink"
    RAW_MATERIAL = "raw_material"
    """Sold for further processing or industry (coarse salt): needs no distribution permit of its own."""
    FRESH_PLANT = "fresh_plant"
    FRESH_ANIMAL = "fresh_animal"
    COSMETIC = "cosmetic"
    TRADITIONAL_MEDICINE = "traditional_medicine"
    TEXTILE = "textile"
    CRAFT = "craft"
    HOUSEHOLD = "household"
    FARM_SUPPLY = "farm_supply"


class Storage(StrEnum):
    """How the goods are kept until they are used."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


class Trait(StrEnum):
    """What decides which papers a product needs beside its class (reference/domain.md 2.1 and 2.2)."""

    CLAIM = "claim"
    MANDATORY_SNI = "mandatory_sni"
    DAIRY = "dairy"
    STERILISED = "sterilised"
    LOW_ACID_CANNED = "low_acid_canned"
    BABY_FOOD = "baby_food"
    SPECIAL_DIET = "special_diet"
    ALCOHOL = "alcohol"
    BOTTLED_WATER = "bottled_water"
    SEPARATE_FACTORY = "separate_factory"
    IMPORTED = "imported"
    HONEY = "honey"
    FISHERY = "fishery"
    """Fish, shrimp and what else comes out of water."""
    SLAUGHTERED = "slaughtered"
    """Meat of slaughtered animals."""
    WRAPPED_AT_SALE = "wrapped_at_sale"
    """Lies open and is wrapped in front of the buyer."""
    FOR_PROCESSING = "for_processing"
    """Sold to makers only, as material of food that is registered itself."""


class MakerScale(StrEnum):
    """How big the maker is; the halal duty began at different dates."""

    MICRO_SMALL = "micro_small"
    MEDIUM_LARGE = "medium_large"


@dataclass(frozen=True, kw_only=True)
class GoodsFacts:
    """What is known of one product. ``shelf_life_days`` at its usual storage; None while nobody has stated it."""

    goods: GoodsClass
    storage: Storage = Storage.AMBIENT
    shelf_life_days: int | None = None
    traits: frozenset[Trait] = frozenset()
    maker: MakerScale = MakerScale.MICRO_SMALL
