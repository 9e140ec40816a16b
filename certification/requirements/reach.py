"""How far goods may be sent by the grade of their paper (NKV levels: reference/domain.md 2.1 and 2.3, rule 5)."""

from dataclasses import dataclass
from enum import IntEnum

from certification.numbers.answers import Words
from marketplace.core.text import _l


class Reach(IntEnum):
    """How far: each step includes the ones before it."""

    PROVINCE = 1
    COUNTRY = 2
    ABROAD = 3


@dataclass(frozen=True, kw_only=True)
class Grade:
    """What one grade of one scheme allows, and what is said to whom it refuses."""

    reach: Reach
    refusal: Words = ""


_LIMITS = {
    ("nkv", "I"): Grade(reach=Reach.ABROAD),
    ("nkv", "II"): Grade(
        reach=Reach.COUNTRY,
        refusal=_l("Its NKV has level II: it may be sent to all provinces, but not abroad."),
    ),
    ("nkv", "III"): Grade(
        reach=Reach.PROVINCE,
        refusal=_l("Its NKV has level III: it may not be sent to another province."),
    ),
}
"""By scheme and grade; a grade that is not stated limits nothing here: the official who verifies asks for it."""

ABROAD = ""
"""In place of a region: a country other than Indonesia."""


def refusal_to_ship(scheme: str, grade: str, from_region: str, to_region: str) -> Words | None:
    """Return why goods with this paper may not go from one region to another (Kemendagri codes), else None."""
    limit = _LIMITS.get((scheme, grade))
    if limit is None or _way(from_region, to_region) <= limit.reach:
        return None
    return limit.refusal


def _way(from_region: str, to_region: str) -> Reach:
    if to_region == ABROAD:
        return Reach.ABROAD
    same = from_region.partition(".")[0] == to_region.partition(".")[0]
    return Reach.PROVINCE if same else Reach.COUNTRY
