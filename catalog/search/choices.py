"""The filters beside a result: every choice with its name in the reader's language and what it leaves."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.categories import CATEGORIES
from catalog.search.finding import Found
from catalog.search.query import SearchQuery
from certification.schemes import GOODS_SCHEMES, SCHEMES
from marketplace.regions.queries import names

REGENCY = 2
"""Parts of a Kemendagri code that name a regency or city."""


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many products it leaves."""

    value: str
    label: Any
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facets:
    """The filters beside a result."""

    certificates: Sequence[Choice]
    categories: Sequence[Choice]
    regions: Sequence[Choice]
    districts: Sequence[Choice]
    """Of the regencies that are chosen, or of all."""

    @property
    def chosen(self) -> list[tuple[str, Choice]]:
        """Return what is chosen, with the parameter it stands in."""
        groups = (
            ("certificate", self.certificates),
            ("category", self.categories),
            ("region", self.regions),
            ("region", self.districts),
        )
        return [(name, choice) for name, choices in groups for choice in choices if choice.chosen]


def facets_of(session: Session, query: SearchQuery, found: Found) -> Facets:
    """Return the filters of a result: what it holds and what is chosen; everything while the engine cannot count."""
    counts = found.facets
    by_category = counts.get("category", {})
    by_certificate = counts.get("certificate", {})
    certificates = [
        Choice(code, SCHEMES[code].short_name, by_certificate.get(code, 0), code in query.certificates)
        for code in GOODS_SCHEMES
        if found.browsed or by_certificate.get(code, 0) or code in query.certificates
    ]
    categories = [
        Choice(code, row.name, by_category.get(code, 0), code in query.categories)
        for code, row in CATEGORIES.items()
        if found.browsed or by_category.get(code, 0) or code in query.categories
    ]
    named = names(session, {*counts.get("region", {}), *counts.get("district", {}), *query.regions})
    regions = _places(counts.get("region", {}), {code for code in query.regions if _depth(code) <= REGENCY}, named)
    districts = _places(counts.get("district", {}), {code for code in query.regions if _depth(code) > REGENCY}, named)
    return Facets(certificates, categories, regions, districts)


def _places(counts: Mapping[str, int], chosen: Set[str], named: Mapping[str, str]) -> list[Choice]:
    """Return places with most products first; the chosen ones are there whatever they count."""
    codes = sorted({*counts, *chosen}, key=lambda code: (-counts.get(code, 0), named.get(code, code)))
    return [Choice(code, named.get(code, code), counts.get(code, 0), code in chosen) for code in codes]


def _depth(code: str) -> int:
    return code.count(".") + 1
