"""A business plan beside what was reached: by product and quarter, in percent, and what is missing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.money import Rupiah

QUARTERS = (1, 2, 3, 4)
FULL = 100


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a plan wants of one product in a year. Quantities are base units."""

    product_id: int
    name: str
    unit: str
    quarters: tuple[int, int, int, int]
    rupiah: Rupiah

    @property
    def quantity(self) -> int:
        """Of the whole year."""
        return sum(self.quarters)


@dataclass(frozen=True)
class Sold:
    """What buyers received of one product in one quarter."""

    quantity: int = 0
    rupiah: Rupiah = 0


Reached = Mapping[tuple[int, int], Sold]
"""(product, quarter) to what was received."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One target beside what was reached so far."""

    target: Target
    sold: tuple[Sold, Sold, Sold, Sold]

    @property
    def quantity(self) -> int:
        """What was received in the year."""
        return sum(part.quantity for part in self.sold)

    @property
    def rupiah(self) -> Rupiah:
        """What that was worth."""
        return sum(part.rupiah for part in self.sold)

    @property
    def percent(self) -> int:
        """Of the year's quantity, rounded down; more than 100 is possible."""
        return percent(self.quantity, self.target.quantity)

    @property
    def missing(self) -> int:
        """Base units that are still missing."""
        return max(0, self.target.quantity - self.quantity)


def standings(targets: Sequence[Target], reached: Reached) -> tuple[Standing, ...]:
    """Return each target beside what was received of its product."""
    return tuple(Standing(target=target, sold=_sold(target.product_id, reached)) for target in targets)


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down, so that 100 means reached; 0 of nothing."""
    return FULL * part // whole if whole > 0 else 0


def bar(value: int) -> int:
    """Return how long a bar is drawn: percent, at most the whole bar."""
    return max(0, min(FULL, value))


def quarter_of(day: date) -> int:
    """Return the quarter of a day, 1 to 4."""
    return (day.month - 1) // 3 + 1


def expected(target: Target, year: int, today: date) -> int:
    """Return the base units that should be reached by the end of the last whole quarter."""
    if year != today.year:
        return target.quantity if year < today.year else 0
    return sum(target.quarters[: quarter_of(today) - 1])


def _sold(product_id: int, reached: Reached) -> tuple[Sold, Sold, Sold, Sold]:
    first, second, third, fourth = (reached.get((product_id, quarter), Sold()) for quarter in QUARTERS)
    return first, second, third, fourth
