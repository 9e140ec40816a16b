"""The filters beside a result: every choice with its name in the reader's language and what it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.categories import CATEGORIES
from catalog.search.finding import Found
from catalog.search.query import SearchQuery
from certification.schemes import SCHEMES
from marketplace.regions.queries import names


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

    @property
    def chosen(self) -> list[tuple[str, Choice]]:
        """Return what is chosen, with the parameter it stands in."""
        groups = (("certificate", self.certificates), ("category", self.categories), ("region", self.regions))
        return [(name, choice) for name, choices in groups for choice in choices if choice.chosen]


def facets_of(session: Session, query: SearchQuery, found: Found) -> Facets:
    """Return the filters of a result: by certificate all we know, by category and region what there is."""
    counts = found.facets
    by_category, by_region = counts.get("category", {}), counts.get("region", {})
    codes = set(by_region) | query.regions
    region_names = names(session, codes)
    by_certificate = counts.get("certificate", {})
    certificates = [
        Choice(code, row.short_name, by_certificate.get(code, 0), code in query.certificates)
        for code, row in SCHEMES.items()
    ]
    categories = [
        Choice(code, row.name, by_category.get(code, 0), code in query.categories)
        for code, row in CATEGORIES.items()
        if found.browsed or by_category.get(code, 0) or code in query.categories
    ]
    regions = [
        Choice(code, region_names.get(code, code), by_region.get(code, 0), code in query.regions)
        for code in sorted(codes, key=lambda code: (-by_region.get(code, 0), region_names.get(code, code)))
    ]
    return Facets(certificates, categories, regions)
