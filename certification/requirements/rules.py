"""Which papers goods need on a day, as dated rows of law.

A row of ``DUTIES`` asks for one of several schemes; a row of ``EXCLUSIONS`` takes one scheme away from some goods;
a row of ``EXEMPTIONS`` lifts a duty; a row of ``SUCCESSIONS`` lets records of an older scheme count.
"""

from datetime import date

from certification.goods import GoodsClass, MakerScale, Storage, Trait
from certification.numbers.answers import Words
from certification.requirements.clauses import Duty, Exclusion, Exemption, Succession
from marketplace.core.text import _l

HALAL, PERMIT, PSAT, NKV, COSMETIC, TRADITIONAL, SNI = (
    "halal",
    "distribution_permit",
    "psat",
    "nkv",
    "cosmetic",
    "traditional",
    "sni",
)
"""Codes of the duties; each where only one scheme answers it is called like the scheme."""

NAMES: dict[str, Words] = {
    HALAL: _l("Halal certificate"),
    PERMIT: _l("Distribution licence (P-IRT or BPOM)"),
    PSAT: _l("Registration of fresh plant food (PSAT)"),
    NKV: _l("Veterinary control number (NKV)"),
    COSMETIC: _l("Notification of cosmetics (BPOM)"),
    TRADITIONAL: _l("Licence for traditional medicine (BPOM)"),
    SNI: _l("Mandatory Indonesian standard (SNI)"),
}
"""Name of each duty for people."""

_G = GoodsClass
FOOD = frozenset({_G.PROCESSED_FOOD, _G.PROCESSED_FOOD_ANIMAL, _G.DRINK})
_CARE = frozenset({_G.COSMETIC, _G.TRADITIONAL_MEDICINE})
_PLANT, _ANIMAL = frozenset({_G.FRESH_PLANT}), frozenset({_G.FRESH_ANIMAL})
STANDARDISED = FOOD | {_G.RAW_MATERIAL, _G.TEXTILE, _G.CRAFT, _G.HOUSEHOLD, _G.FARM_SUPPLY}
"""Goods among which some must meet a standard; which ones, the trait says."""
_SMALL, _LARGE = frozenset({MakerScale.MICRO_SMALL}), frozenset({MakerScale.MEDIUM_LARGE})
_HONEY = frozenset({Trait.HONEY})

_STAGES = "UU 33/2014 art. 26; PP 42/2024 art. 160; reference/domain.md 2.3 (1)"
_STAGES_CARE = "PP 42/2024, stages after art. 160; reference/domain.md 2.3 (1), date not confirmed by a source"
_SLAUGHTER = "UU 33/2014; PP 42/2024 art. 160: slaughtered animals and slaughter; reference/domain.md 2.3 (1)"
_BY_CATEGORY = "reference/domain.md 2.3 (4)"
_SMALL_SINCE, _LARGE_SINCE = date(2026, 10, 18), date(2024, 10, 18)


def _halal(
    goods: frozenset[GoodsClass],
    since: date,
    source: str,
    makers: frozenset[MakerScale],
    traits: frozenset[Trait] = frozenset(),
) -> Duty:
    return Duty(
        code=HALAL,
        goods=goods,
        any_of=("halal",),
        valid_from=since,
        source=source,
        makers=makers,
        traits=traits,
        declarable=True,
    )


_MEAT = frozenset({Trait.SLAUGHTERED})

DUTIES = (
    _halal(FOOD, _LARGE_SINCE, _STAGES, _LARGE),
    _halal(FOOD, _SMALL_SINCE, _STAGES, _SMALL),
    _halal(_ANIMAL, _LARGE_SINCE, _SLAUGHTER, _LARGE, _MEAT),
    _halal(_ANIMAL, _SMALL_SINCE, _SLAUGHTER, _SMALL, _MEAT),
    _halal(_CARE, _SMALL_SINCE, _STAGES_CARE, _SMALL | _LARGE),
    Duty(
        code=PERMIT,
        goods=FOOD,
        any_of=("pirt", "bpom"),
        unless=_HONEY,
        source=f"UU 18/2012 art. 91; PerBPOM 22/2018; {_BY_CATEGORY}",
    ),
    Duty(
        code=PERMIT,
        goods=FOOD,
        any_of=("pirt", "bpom", "nkv"),
        traits=_HONEY,
        source="reference/domain.md 2.2: honey is food type 09 of P-IRT; 2.1: NKV is given for honey as well",
    ),
    Duty(
        code=PSAT,
        goods=_PLANT,
        any_of=("psat",),
        makers=_SMALL,
        issuer="Dinas Pangan kabupaten/kota (PSAT-PDUK)",
        source=f"reference/domain.md 2.1: PSAT-PDUK for micro and small makers; {_BY_CATEGORY}",
    ),
    Duty(
        code=PSAT,
        goods=_PLANT,
        any_of=("psat",),
        makers=_LARGE,
        issuer="OKKPD provinsi (PSAT-PD)",
        source=f"reference/domain.md 2.1: PSAT-PD for medium and large makers; {_BY_CATEGORY}",
    ),
    Duty(code=NKV, goods=_ANIMAL, any_of=("nkv",), source=f"reference/domain.md 2.1; {_BY_CATEGORY}"),
    Duty(code=COSMETIC, goods=frozenset({_G.COSMETIC}), any_of=("cosmetic",), source=_BY_CATEGORY),
    Duty(code=TRADITIONAL, goods=frozenset({_G.TRADITIONAL_MEDICINE}), any_of=("traditional",), source=_BY_CATEGORY),
    Duty(
        code=SNI,
        goods=STANDARDISED,
        any_of=("sni",),
        traits=frozenset({Trait.MANDATORY_SNI}),
        source="reference/domain.md 2.2: foods with a mandatory SNI; the list is not confirmed by a source, so the "
        "seller says whether it applies",
    ),
)


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

_PSAT_EXEMPT = "reference/domain.md 2.1, PSAT exemptions"
_RAW = frozenset({Trait.FOR_PROCESSING})

EXEMPTIONS = (
    Exemption(
        code=PERMIT,
        goods=FOOD,
        up_to_days=7,
        reason=_l("Exempt: food that keeps for 7 days or less needs no distribution licence."),
        source="reference/domain.md 2.2: shelf life must exceed 7 days to be registered",
    ),
    Exemption(
        code=PERMIT,
        goods=FOOD,
        traits=_RAW,
        reason=_l("Exempt: it is sold to makers only, as material of food that is registered itself."),
        source="reference/domain.md 2.2: raw for further processing, registration not required",
    ),
    Exemption(
        code=PSAT,
        goods=_PLANT,
        up_to_days=6,
        reason=_l("Exempt: fresh plant food that keeps for less than 7 days needs no PSAT."),
        source=_PSAT_EXEMPT,
    ),
    Exemption(
        code=PSAT,
        goods=_PLANT,
        traits=frozenset({Trait.WRAPPED_AT_SALE}),
        reason=_l("Exempt: it is wrapped in front of the buyer."),
        source=_PSAT_EXEMPT,
    ),
    Exemption(
        code=PSAT,
        goods=_PLANT,
        traits=_RAW,
        reason=_l("Exempt: it is sold to makers only, as material of food that is registered itself."),
        source=_PSAT_EXEMPT,
    ),
    Exemption(
        code=NKV,
        goods=_ANIMAL,
        traits=frozenset({Trait.FISHERY}),
        reason=_l("Exempt: NKV is for meat, eggs, milk, honey and swiftlet nests, not for fish."),
        source="reference/domain.md 2.1: NKV names meat, eggs, milk, honey and swiftlet nests",
    ),
)

_OWN_SCHEME = date(2026, 12, 31)
"""Until then cosmetics and jamu could be filed as ``bpom`` here: the day is ours, no law's."""
_SERIES = "one register (Cek BPOM), several series of numbers: reference/domain.md 2.1"

SUCCESSIONS = (
    Succession(
        older="bpom",
        goods=frozenset({_G.COSMETIC}),
        newer="cosmetic",
        filed_until=_OWN_SCHEME,
        source=_SERIES,
    ),
    Succession(
        older="bpom",
        goods=frozenset({_G.TRADITIONAL_MEDICINE}),
        newer="traditional",
        filed_until=_OWN_SCHEME,
        source=_SERIES,
    ),
)
"""An official checked these records against the very register that the newer scheme names. They are not rewritten:
a decision stays bound to what was decided on. They die out by their own end dates."""
