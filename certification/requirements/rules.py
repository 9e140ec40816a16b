"""Which papers goods need on a day, as dated rows of law.

A row of ``DUTIES`` asks for one of several schemes; a row of ``EXCLUSIONS`` takes one scheme away from some goods;
a row of ``EXEMPTIONS`` lifts a duty. Fresh goods need PSAT or NKV, for which there is no scheme yet: no row names
them until there is one. Cosmetics and traditional medicine have their own number series at BPOM and are filed as
``bpom`` until they have schemes of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from certification.goods import GoodsClass, GoodsFacts, MakerScale, Storage, Trait
from certification.numbers.answers import Words
from marketplace.core.text import _l

HALAL, PERMIT = "halal", "distribution_permit"

_G = GoodsClass
_FOOD = frozenset({_G.PROCESSED_FOOD, _G.PROCESSED_FOOD_ANIMAL, _G.DRINK})
_CARE = frozenset({_G.COSMETIC, _G.TRADITIONAL_MEDICINE})
_ANY_MAKER = frozenset(MakerScale)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty of law: ``goods`` need one of ``any_of`` from ``valid_from`` to ``valid_to`` (both inclusive)."""

    code: str
    goods: frozenset[GoodsClass]
    any_of: tuple[str, ...]
    """Scheme codes, the easiest to obtain first."""
    source: str
    makers: frozenset[MakerScale] = _ANY_MAKER
    valid_from: date | None = None
    valid_to: date | None = None
    declarable: bool = False
    """Whether stating "tidak halal" on the label answers it."""


_STAGES = "UU 33/2014 art. 26; PP 42/2024 art. 160; reference/domain.md 2.3 (1)"
_STAGES_CARE = "PP 42/2024, stages after art. 160; reference/domain.md 2.3 (1), date not confirmed by a source"
_SMALL_SINCE, _LARGE_SINCE = date(2026, 10, 18), date(2024, 10, 18)

DUTIES = (
    Duty(
        code=HALAL,
        goods=_FOOD,
        any_of=("halal",),
        makers=frozenset({MakerScale.MEDIUM_LARGE}),
        valid_from=_LARGE_SINCE,
        declarable=True,
        source=_STAGES,
    ),
    Duty(
        code=HALAL,
        goods=_FOOD,
        any_of=("halal",),
        makers=frozenset({MakerScale.MICRO_SMALL}),
        valid_from=_SMALL_SINCE,
        declarable=True,
        source=_STAGES,
    ),
    Duty(code=HALAL, goods=_CARE, any_of=("halal",), valid_from=_SMALL_SINCE, declarable=True, source=_STAGES_CARE),
    Duty(
        code=PERMIT,
        goods=_FOOD,
        any_of=("pirt", "bpom"),
        source="UU 18/2012 art. 91; PerBPOM 22/2018; reference/domain.md 2.3 (4)",
    ),
    Duty(code=PERMIT, goods=_CARE, any_of=("bpom",), source="reference/domain.md 2.3 (4)"),
)


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Goods with one of these storages or traits may not be answered by this scheme."""

    scheme: str
    reason: Words
    storages: frozenset[Storage] = frozenset()
    traits: frozenset[Trait] = frozenset()
    source: str = "PerBPOM 22/2018; reference/domain.md 2.2"

    def applies(self, facts: GoodsFacts) -> bool:
        """Tell whether the row shuts out these goods."""
        return facts.storage in self.storages or bool(facts.traits & self.traits)


def _not_pirt(reason: Words, *traits: Trait) -> Exclusion:
    return Exclusion(scheme="pirt", reason=reason, traits=frozenset(traits))


EXCLUSIONS = (
    Exclusion(
        scheme="pirt",
        storages=frozenset({Storage.CHILLED, Storage.FROZEN}),
        reason=_l("P-IRT is not given for food that is kept chilled or frozen."),
    ),
    _not_pirt(_l("P-IRT is not given for food whose label makes a claim."), Trait.CLAIM),
    _not_pirt(_l("P-IRT is not given for goods that must meet a mandatory SNI."), Trait.MANDATORY_SNI),
    _not_pirt(_l("P-IRT is not given for milk and its products."), Trait.DAIRY),
    _not_pirt(
        _l("P-IRT is not given for sterilised, pasteurised or low-acid canned food."),
        Trait.STERILISED,
        Trait.LOW_ACID_CANNED,
    ),
    _not_pirt(_l("P-IRT is not given for food for babies or for a special diet."), Trait.BABY_FOOD, Trait.SPECIAL_DIET),
    _not_pirt(
        _l("P-IRT is not given for drinks with alcohol or for bottled water."), Trait.ALCOHOL, Trait.BOTTLED_WATER
    ),
    _not_pirt(_l("P-IRT is not given for food made in a factory apart from the home."), Trait.SEPARATE_FACTORY),
    _not_pirt(_l("P-IRT is not given for imported food."), Trait.IMPORTED),
)


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """Lifts a duty from goods that keep for ``up_to_days`` or less."""

    code: str
    goods: frozenset[GoodsClass]
    up_to_days: int
    reason: Words
    source: str

    def applies(self, facts: GoodsFacts) -> bool:
        """Tell whether the row lifts its duty from these goods; an unstated shelf life is never exempt."""
        days = facts.shelf_life_days
        return facts.goods in self.goods and days is not None and days <= self.up_to_days


EXEMPTIONS = (
    Exemption(
        code=PERMIT,
        goods=_FOOD,
        up_to_days=7,
        reason=_l("Exempt: food that keeps for 7 days or less needs no distribution licence."),
        source="reference/domain.md 2.2: shelf life must exceed 7 days to be registered",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What one product needs on one day: one of ``any_of``, unless exempt."""

    code: str
    any_of: tuple[str, ...]
    """Scheme codes that answer it, the easiest to obtain first."""
    source: str
    declarable: bool
    exempt_reason: Words | None
    exclusions: tuple[Exclusion, ...]
    """Why a scheme that answers it for other goods does not do so here."""

    def excluded(self, scheme: str) -> Words | None:
        """Return why a scheme does not count here, or None."""
        return next((row.reason for row in self.exclusions if row.scheme == scheme), None)


def requirements_for(facts: GoodsFacts, day: date) -> tuple[Requirement, ...]:
    """Return what goods need on a day in Jakarta, in the order of the table; empty where nothing is required."""
    return tuple(_required(duty, facts) for duty in _duties(facts, day))


def _duties(facts: GoodsFacts, day: date) -> Iterator[Duty]:
    for duty in DUTIES:
        begun = duty.valid_from is None or duty.valid_from <= day
        ended = duty.valid_to is not None and duty.valid_to < day
        if facts.goods in duty.goods and facts.maker in duty.makers and begun and not ended:
            yield duty


def _required(duty: Duty, facts: GoodsFacts) -> Requirement:
    excluded = tuple(row for row in EXCLUSIONS if row.scheme in duty.any_of and row.applies(facts))
    shut_out = {row.scheme for row in excluded}
    exemption = next((row for row in EXEMPTIONS if row.code == duty.code and row.applies(facts)), None)
    return Requirement(
        code=duty.code,
        any_of=tuple(scheme for scheme in duty.any_of if scheme not in shut_out),
        source=duty.source,
        declarable=duty.declarable,
        exempt_reason=None if exemption is None else exemption.reason,
        exclusions=excluded,
    )
