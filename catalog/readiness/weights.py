"""What retailers ask of a product, in points: dated rows, because retailers change what they ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from certification.goods import GoodsClass


@dataclass(frozen=True, kw_only=True)
class Weighting:
    """One table of points and thresholds, in force from ``valid_from`` to ``valid_to`` (both inclusive; None: open)."""

    points: Mapping[str, int]
    """By check."""
    other_paper: int
    """For papers of law without a row of their own: the licences of other goods than packed food."""
    paper_days: int
    """A paper that ends on a day within so many days counts half: it would end on the shelf."""
    shelf_life_days: int
    ready: int
    """From this score on: "siap ritel"."""
    nearly: int
    """From this score on: "hampir siap"."""
    source: str
    valid_from: date | None = None
    valid_to: date | None = None


NIB, NPWP, HALAL, PERMIT = "nib", "npwp", "halal", "distribution_permit"
SNI = "sni"
BARCODE, LABEL, SHELF_LIFE, CAPACITY = "barcode", "label", "shelf_life", "capacity"
CARTON, PRICES, PHOTOS = "carton", "prices", "photos"

WEIGHTINGS = (
    Weighting(
        points={
            NIB: 8,
            NPWP: 7,
            HALAL: 15,
            PERMIT: 20,
            SNI: 10,
            BARCODE: 10,
            LABEL: 10,
            SHELF_LIFE: 8,
            CAPACITY: 7,
            CARTON: 7,
            PRICES: 4,
            PHOTOS: 4,
        },
        other_paper=20,
        paper_days=180,
        shelf_life_days=90,
        ready=85,
        nearly=50,
        source='reference/domain.md 4: the ten checks of "Skor Siap Ritel", 6 months, 90 days (retailers\' lists '
        "[RT1][RT8][RT9][RT10]); the points are our own judgement, no source weighs them",
    ),
)

_G = GoodsClass
FRESH = frozenset({_G.FRESH_PLANT, _G.FRESH_ANIMAL, _G.RAW_MATERIAL})
"""Sold fresh or for further processing: no shelf life and no ingredients are asked of them."""
DURABLE = frozenset({_G.TEXTILE, _G.CRAFT, _G.HOUSEHOLD, _G.FARM_SUPPLY})
"""No shelf life, no ingredients and no net weight stand on their labels."""
WEIGHED_OUT = frozenset({_G.FRESH_ANIMAL, _G.RAW_MATERIAL})
"""Weighed in the shop or sold by the sack: the shop makes the barcode itself."""


def weighting_on(day: date) -> Weighting:
    """Return the table that is in force on a day; the newest where none is."""
    held = (row for row in WEIGHTINGS if (row.valid_from or date.min) <= day <= (row.valid_to or date.max))
    return next(held, WEIGHTINGS[-1])
