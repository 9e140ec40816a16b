"""The one interface of the search engines, and what goes in and out of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from catalog.search.query import SearchQuery
from marketplace.core.errors import Unavailable
from marketplace.core.text import _l

FOREVER = 3_652_059
"""Ordinal of 31 Dec 9999: the last valid day of a certificate that does not end."""


@dataclass(frozen=True, kw_only=True)
class ProductDocument:
    """A product as the engines know it. Texts are given as written; the engines normalise them."""

    id: int
    name: str
    description: str
    cooperative_id: int
    cooperative_name: str
    producer_name: str
    category: str
    """Code of the category."""
    category_name: str
    region: str
    """Kemendagri code of the village, or of the district where no village is known."""
    region_names: str
    """Names of village, district, regency and province in one text."""
    price: int
    """Rupiah before PPN for one base unit."""
    created: int
    """Seconds since 1970."""
    popularity: int = 0
    """Never negative; the last word between equal hits."""
    certificate_days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Scheme to the first and the last valid day (``date.toordinal``; FOREVER without an end)."""
    numbers: tuple[str, ...] = ()
    """Barcode and certificate numbers, which are found as such."""
    asked: frozenset[str] = frozenset()
    """Schemes with which the law could be answered for these goods (``catalog.policies.checking.asked_of``)."""
    shelf_life_days: int = 0
    """0 where there is none or nobody has stated it."""
    barcode: bool = False
    readiness: int = 0
    """Score "siap ritel", 0 to 100."""
    orderable: bool = True
    """Can be ordered today; others stand behind."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word of the index to the words under which whatever has it is found as well; one mapping for all documents."""


@dataclass(frozen=True, kw_only=True)
class CooperativeDocument:
    """A cooperative as it is suggested while somebody types."""

    id: int
    name: str
    region_names: str
    popularity: int = 0


Kind = Literal["product", "cooperative"]


@dataclass(frozen=True)
class Upsert:
    """Put this document in the place of whatever the index has under its id."""

    document: ProductDocument | CooperativeDocument


@dataclass(frozen=True)
class Delete:
    """Take the document with this id out; nothing happens where there is none."""

    id: int
    kind: Kind = "product"


Change = Upsert | Delete


def of_cooperative(change: Change) -> bool:
    """Return whether a change is about a cooperative, not a product."""
    if isinstance(change, Delete):
        return change.kind == "cooperative"
    return isinstance(change.document, CooperativeDocument)


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """One page of hits, and what the whole result consists of."""

    ids: list[int]
    total: int
    facets: dict[str, dict[str, int]]
    """"category", "region" (codes of regencies), "district" and "certificate" (schemes): value to number of hits.

    Districts are those of the regencies that the chosen regions lie in, of all where none is chosen.
    """
    corrected: str | None = None
    """The words that were searched for, where words had to be mended; normalised."""
    engine_ms: float = 0.0


def no_facets() -> dict[str, dict[str, int]]:
    """Return the facets of an empty result."""
    return {"category": {}, "region": {}, "district": {}, "certificate": {}}


class OutcomeState(StrEnum):
    """How far changes have come."""

    APPLIED = "applied"
    PENDING = "pending"
    FAILED = "failed"


@dataclass(frozen=True)
class Receipt:
    """What ``wait`` needs to follow changes. No tasks: they were applied already."""

    tasks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """Whether the changes of a receipt are in the index; ``code`` and ``message`` where they failed."""

    state: OutcomeState
    code: str = ""
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class EngineStatus:
    """For /readyz and ``doctor``. Never raises: an engine that does not answer is not healthy."""

    engine: str
    healthy: bool
    documents: int = 0
    cooperatives: int = 0
    generation: str = ""
    backlog: int = 0
    """Changes the engine has accepted and not yet applied."""
    message: str = ""


class SearchUnavailable(Unavailable):
    """The engine does not answer, or has no index it can read: browse from the database instead."""

    def __init__(self, code: str = "search_unavailable", detail: str = "") -> None:
        super().__init__(code, _l("The search does not answer at the moment. Try again shortly."))
        self.detail = detail
        """For the log: what the engine said."""


class SearchEngine(Protocol):
    """A search engine. All methods but ``status`` raise SearchUnavailable; all may be called by many threads."""

    def search(self, query: SearchQuery) -> SearchPage:
        """Return one page of products, the exact total and the counts by facet.

        All words are required, the last one may be a beginning; where nothing has all the words, the last ones are
        left out one by one. Facets count the whole result; category and region are not narrowed by their own choice.
        """
        ...

    def suggest(self, text: str, limit: int = 8) -> list[int]:
        """Return ids of products for words being typed, best first; none below two letters."""
        ...

    def suggest_cooperatives(self, text: str, limit: int = 4) -> list[int]:
        """Return ids of cooperatives for words being typed, best first; none below two letters."""
        ...

    def apply(self, changes: Sequence[Change]) -> Receipt:
        """Hand changes over in this order. Doing so twice is harmless. Needs an index: ``rebuild`` makes one."""
        ...

    def wait(self, receipt: Receipt, timeout_s: float) -> Outcome:
        """Wait until the changes are in the index, fail, or the seconds are over."""
        ...

    def rebuild(self, documents: Iterable[ProductDocument], cooperatives: Iterable[CooperativeDocument]) -> Receipt:
        """Fill a second index beside the live one and swap when it is whole; readers see no gap.

        Changes handed over during a rebuild are refused (``search_busy``) and have to be brought again.
        """
        ...

    def status(self) -> EngineStatus:
        """Tell how the engine is and what it holds."""
        ...
