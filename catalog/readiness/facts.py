"""What the score looks at: plain facts of one product on a day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.goods import GoodsClass
from certification.numbers.answers import Words


class Mend(StrEnum):
    """Where a gap is mended."""

    ORGANISATION_PAPERS = "organisation_papers"
    PAPERS = "papers"
    BASICS = "basics"
    PHOTOS = "photos"
    PACKING = "packing"
    PRICES = "prices"
    SUPPLY = "supply"


class Barcode(StrEnum):
    """What kind of number stands under the barcode."""

    NONE = "none"
    IN_STORE = "in_store"
    """Counts in one shop only."""
    SELLABLE = "sellable"


class LabelPart(StrEnum):
    """What a label must say, as far as the data of a product can tell."""

    MAKER = "maker"
    NET_WEIGHT = "net_weight"
    INGREDIENTS = "ingredients"
    SHELF_LIFE = "shelf_life"
    PACKAGING = "packaging"


@dataclass(frozen=True, kw_only=True)
class PaperFact:
    """One paper that applies to the product: of its goods or of its cooperative."""

    code: str
    """Of the requirement: ``halal``, ``distribution_permit``, ``nib``."""
    name: Words
    schemes: tuple[str, ...] = ()
    """Those of which a paper answers it."""
    verified: bool
    """Whether an official verified it and it is valid on the day."""
    valid_until: date | None = None
    reason: Words = ""
    """Why it does not count; empty where it does."""
    task: Words = ""
    """What to do about it."""
    days: int = 0
    """How long that takes, calendar days; an estimate."""
    waits: bool = False
    """Whether only an office can go on now."""
    blocks_orders: bool = False
    """Whether nothing may be ordered without it."""
    mend: Mend = Mend.PAPERS


@dataclass(frozen=True, kw_only=True)
class ReadinessFacts:
    """One product on a day in Jakarta. Quantities in base units, weights in grams."""

    day: date
    goods: GoodsClass
    papers: tuple[PaperFact, ...] = ()
    """Those that apply; a duty that is lifted or answered by "tidak halal" is not among them."""
    barcode: Barcode = Barcode.NONE
    label: frozenset[LabelPart] = frozenset()
    """What is stated."""
    shelf_life_days: int | None = None
    monthly_capacity: int | None = None
    minimum_order: int = 1
    carton_size: int | None = None
    weight_g: int = 0
    price_steps: int = 0
    photos: int = 0
