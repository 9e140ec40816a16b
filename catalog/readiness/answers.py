"""What the score says: every check that applies, the points, the band, and what comes next."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.readiness.facts import Mend
from catalog.readiness.weights import Weighting
from certification.numbers.answers import Words


class Band(StrEnum):
    """What the score means in words (DESIGN.md 4)."""

    READY = "retail_ready"
    NEARLY = "nearly_ready"
    GROWING = "growing"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that retailers ask for. ``missing`` and ``task`` are said only where points are missing."""

    code: str
    name: Words
    points: int
    earned: int
    missing: Words = ""
    task: Words = ""
    days: int = 0
    """From beginning to mend it until it counts, calendar days; an estimate."""
    mend: Mend
    schemes: tuple[str, ...] = ()
    """Of which a paper answers it; none where it is no matter of papers."""
    waits: bool = False
    """Whether only an office can go on now."""
    blocks_orders: bool = False
    """Whether buyers cannot order the product because of it."""

    @property
    def gain(self) -> int:
        """Points that mending it would add."""
        return self.points - self.earned

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.earned == self.points


@dataclass(frozen=True)
class Readiness:
    """How ready one product is."""

    checks: tuple[Check, ...]
    weighting: Weighting

    @property
    def score(self) -> int:
        """0 to 100, rounded down: 100 only where nothing is missing."""
        return self.score_with()

    @property
    def band(self) -> Band:
        """What the score means."""
        return self.band_with()

    @property
    def missing(self) -> tuple[Check, ...]:
        """What is missing, the cheapest step first: fewest days, then most points; what waits for an office last."""
        return tuple(sorted((check for check in self.checks if not check.is_met), key=_cost))

    @property
    def next_step(self) -> Check | None:
        """The cheapest step that can be taken now; None where nothing is left but to wait."""
        return next((check for check in self.missing if not check.waits), None)

    def score_with(self, *mended: Check) -> int:
        """Return the score that there would be with some checks mended."""
        earned = sum(check.earned for check in self.checks) + sum(check.gain for check in mended)
        points = sum(check.points for check in self.checks)
        return 100 * earned // points if points else 100

    def band_with(self, *mended: Check) -> Band:
        """Return the band that there would be with some checks mended."""
        score = self.score_with(*mended)
        if score >= self.weighting.ready:
            return Band.READY
        return Band.NEARLY if score >= self.weighting.nearly else Band.GROWING

    def gain_of(self, check: Check) -> int:
        """Return by how much the score would rise with one check mended."""
        return self.score_with(check) - self.score

    def new_band(self, check: Check) -> Band | None:
        """Return the band that would be reached with one check mended; None where it stays."""
        band = self.band_with(check)
        return band if band != self.band else None

    def opens_orders(self, check: Check) -> bool:
        """Tell whether buyers could order the product once this check alone is mended."""
        return [each for each in self.checks if each.blocks_orders] == [check]


def _cost(check: Check) -> tuple[bool, int, int]:
    return check.waits, check.days, -check.gain
