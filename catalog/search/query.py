"""What a visitor asks of the search: read from the address, checked, and nothing else."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.policies.rules import Policy
from certification.schemes import GOODS_SCHEMES
from marketplace.core.errors import DomainError, Invalid
from marketplace.core.text import _l

SCHEMES = GOODS_SCHEMES
"""Schemes a product can hold and be filtered by. An index has one pair of day columns for each."""

MAX_DEPTH = 1200
"""Hits that can be paged to (CONTRACT.md, GET /products): nobody reads further, and depth costs memory."""
MAX_PER_PAGE = 100
MAX_TEXT = 200
"""Letters of the query that are read; the rest is ignored."""

_REGION = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(\.\d{3}){1,4}", re.ASCII)
"""Rupiah as people write them: 1.250.000."""


class Sort(StrEnum):
    """Orders of a result; the words are those of the address."""

    RELEVANCE = "relevance"
    PRICE = "price"
    PRICE_DESC = "-price"
    NEWEST = "newest"


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A search that can be answered. Prices are whole rupiah, ``today`` is the day in Jakarta."""

    text: str = ""
    categories: frozenset[str] = frozenset()
    """Any of these."""
    regions: frozenset[str] = frozenset()
    """Kemendagri codes or their beginnings ("35.24"); any of these."""
    cooperative: int | None = None
    certificates: frozenset[str] = frozenset()
    """Schemes verified and valid today; all of these."""
    min_price: int | None = None
    max_price: int | None = None
    policy: Policy | None = None
    """Narrows to what meets those rules of a buyer that filter, delivered today, and can be ordered."""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 24
    today: date

    @property
    def offset(self) -> int:
        """Hits before this page."""
        return (self.page - 1) * self.per_page

    @property
    def day(self) -> int:
        """Today as the ordinal that certificates are compared with."""
        return self.today.toordinal()


class TooDeep(DomainError):
    """The page lies beyond the hits that can be reached."""

    status = 400

    def __init__(self) -> None:
        super().__init__("too_deep", _l("Only the first 1,200 results can be opened. Narrow the search instead."))


class BadQuery(Invalid):
    """A value in the address cannot be read; ``errors`` names the parameters."""


def check_depth(page: int, per_page: int) -> None:
    """Raise TooDeep where the end of the page lies beyond MAX_DEPTH hits."""
    if page * per_page > MAX_DEPTH:
        raise TooDeep


def parse_query(
    args: Mapping[str, Sequence[str]],
    *,
    today: date,
    known_categories: Collection[str],
    known_schemes: Collection[str] = SCHEMES,
) -> SearchQuery:
    """Read a query from lists of values (``request.args.to_dict(flat=False)``). Empty values are as good as none.

    Raises Invalid (422) with ``errors`` by parameter, and TooDeep (400 ``too_deep``).
    """
    reading = _Reading(args)
    query = SearchQuery(
        text=reading.text("q"),
        categories=reading.chosen("category", known_categories),
        regions=reading.regions("region"),
        certificates=reading.chosen("certificate", known_schemes),
        min_price=reading.rupiah("min_price"),
        max_price=reading.rupiah("max_price"),
        sort=reading.sort("sort"),
        page=reading.positive("page", 1),
        per_page=reading.positive("per_page", 24, most=MAX_PER_PAGE),
        today=today,
    )
    if query.min_price is not None and query.max_price is not None and query.min_price > query.max_price:
        reading.errors["max_price"] = _l("The highest price is below the lowest price.")
    if reading.errors:
        raise BadQuery("invalid_query", _l("The search could not be read."), errors=reading.errors)
    check_depth(query.page, query.per_page)
    return query


class _Reading:
    """Values of the address, read one parameter at a time; what cannot be read is noted in ``errors``."""

    def __init__(self, args: Mapping[str, Sequence[str]]) -> None:
        self._args = args
        self.errors: dict[str, object] = {}

    def _values(self, name: str) -> list[str]:
        return [value.strip() for value in self._args.get(name, ()) if value.strip()]

    def text(self, name: str) -> str:
        return next(iter(self._values(name)), "")[:MAX_TEXT]

    def chosen(self, name: str, known: Collection[str]) -> frozenset[str]:
        values = frozenset(self._values(name))
        if not values <= frozenset(known):
            self.errors[name] = _l("This choice does not exist.")
        return values

    def regions(self, name: str) -> frozenset[str]:
        values = frozenset(self._values(name))
        if not all(_REGION.fullmatch(value) for value in values):
            self.errors[name] = _l("A region is a Kemendagri code such as 35.24.")
        return values

    def rupiah(self, name: str) -> int | None:
        value = next(iter(self._values(name)), "")
        if not value:
            return None
        if _GROUPED.fullmatch(value):
            value = value.replace(".", "")
        if not _WHOLE.fullmatch(value):
            self.errors[name] = _l("Enter whole rupiah, for example 15000.")
            return None
        return int(value)

    def sort(self, name: str) -> Sort:
        value = next(iter(self._values(name)), Sort.RELEVANCE.value)
        try:
            return Sort(value)
        except ValueError:
            self.errors[name] = _l("This order does not exist.")
            return Sort.RELEVANCE

    def positive(self, name: str, default: int, *, most: int | None = None) -> int:
        value = next(iter(self._values(name)), str(default))
        if not _WHOLE.fullmatch(value) or int(value) < 1 or (most is not None and int(value) > most):
            self.errors[name] = _l("Enter a whole number above zero.")
            return default
        return int(value)
