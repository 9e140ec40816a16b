"""The search engine that needs nothing but a directory: tantivy inside the process.

Web workers only read. One process at a time writes (the worker, or the command that rebuilds); readers see a commit
or a rebuilt index within 0.2 s.
"""

import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from catalog.search import schema
from catalog.search.engine import (
    Change,
    CooperativeDocument,
    Delete,
    EngineStatus,
    Outcome,
    OutcomeState,
    ProductDocument,
    Receipt,
    SearchPage,
    SearchUnavailable,
    no_facets,
    of_cooperative,
)
from catalog.search.expansion import Wording, wording
from catalog.search.filters import count, groups, narrowed, surroundings
from catalog.search.normalise import query_words
from catalog.search.query import SearchQuery, Sort, check_depth
from catalog.search.reader import Reader, refusals
from catalog.search.snapshot import Snapshot, WordIndex, new_index, open_index
from catalog.search.store import Store

SMALLEST_TEXT = 2
"""Letters from which suggestions are given."""
_CHANGE_BYTES = 30_000_000
_REBUILD_BYTES = 128_000_000
_BUSY_S = 5.0

_ORDERS: dict[Sort, dict[str, Any]] = {
    Sort.PRICE: {"order_by_field": "cheapest", "order": tantivy.Order.Asc},
    Sort.PRICE_DESC: {"order_by_field": "dearest", "order": tantivy.Order.Desc},
    Sort.NEWEST: {"order_by_field": "newest", "order": tantivy.Order.Desc},
}
_BY_RANK: dict[str, Any] = {"order_by_field": "rank", "order": tantivy.Order.Desc}
_BY_SCORE: dict[str, Any] = {"weight_by_field": "rank"}


class EmbeddedEngine:
    """The engine of ``catalog.search.engine.SearchEngine`` in a directory (SEARCH_INDEX_DIR)."""

    def __init__(self, directory: Path) -> None:
        self._store = Store(directory)
        self._reader = Reader(self._store)

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchEngine.search."""
        check_depth(query.page, query.per_page)
        started = time.perf_counter()
        snapshot = self._reader.snapshot()
        with refusals():
            page = _search(snapshot, query)
        return _timed(page, started)

    def suggest(self, text: str, limit: int = 8) -> list[int]:
        """See SearchEngine.suggest."""
        snapshot = self._reader.snapshot()
        with refusals():
            return _suggest(snapshot.products, text, limit)

    def suggest_cooperatives(self, text: str, limit: int = 4) -> list[int]:
        """See SearchEngine.suggest_cooperatives."""
        snapshot = self._reader.snapshot()
        with refusals():
            return _suggest(snapshot.cooperatives, text, limit)

    def apply(self, changes: Sequence[Change]) -> Receipt:
        """See SearchEngine.apply. When it returns, the changes are on the disk.

        Raises SearchUnavailable: ``search_missing`` where no index was built yet, ``search_busy`` during a rebuild.
        """
        if changes:
            with self._store.writing(_BUSY_S), refusals():
                generation = self._store.current()
                _change(generation / "products", [change for change in changes if not of_cooperative(change)])
                _change(generation / "cooperatives", [change for change in changes if of_cooperative(change)])
            self._reader.look_soon()
        return Receipt()

    def wait(self, receipt: Receipt, timeout_s: float) -> Outcome:
        """See SearchEngine.wait: here every receipt is for something done."""
        return Outcome(OutcomeState.APPLIED)

    def rebuild(self, documents: Iterable[ProductDocument], cooperatives: Iterable[CooperativeDocument]) -> Receipt:
        """See SearchEngine.rebuild. What the iterables raise passes through, and the live index stays."""
        with self._store.writing(_BUSY_S):
            generation = self._store.new_generation()
            try:
                _fill(generation / "products", schema.product_schema(), map(schema.product, documents))
                _fill(generation / "cooperatives", schema.cooperative_schema(), map(schema.cooperative, cooperatives))
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
            self._store.publish(generation)
            self._store.clear(keep={generation.name})
        self._reader.look_soon()
        return Receipt()

    def status(self) -> EngineStatus:
        """See SearchEngine.status."""
        try:
            snapshot = self._reader.snapshot()
        except SearchUnavailable as error:
            return EngineStatus(engine="embedded", healthy=False, message=error.detail or error.code)
        return EngineStatus(
            engine="embedded",
            healthy=True,
            documents=snapshot.products.documents,
            cooperatives=snapshot.cooperatives.documents,
            generation=snapshot.generation,
        )


def _search(snapshot: Snapshot, query: SearchQuery) -> SearchPage:
    found = None
    if query.text.strip():
        found = _worded(snapshot.products, query.text)
        if found is None:
            return SearchPage(ids=[], total=0, facets=no_facets())
    words = found.query if found else None
    chosen = groups(snapshot.products.schema, query)
    around = surroundings(snapshot.products.schema, query)
    order = _ORDERS.get(query.sort) or (_BY_SCORE if found else _BY_RANK)
    ids = snapshot.products.ids(narrowed(words, chosen), query.per_page, offset=query.offset, **order)
    if found:
        total, facets = count(snapshot, words, chosen, query.day, around)
    else:
        total, facets = snapshot.remember(_browsing(query), lambda: count(snapshot, None, chosen, query.day, around))
    return SearchPage(ids=ids, total=total, facets=facets, corrected=found.corrected if found else None)


def _worded(index: WordIndex, text: str) -> Wording | None:
    words = query_words(text)
    return wording(index, words) if words else None


def _browsing(query: SearchQuery) -> tuple[Any, ...]:
    """What the counts of a page without words depend on."""
    price = (query.min_price, query.max_price)
    return (query.categories, query.regions, query.cooperative, query.certificates, query.policy, price, query.day)


def _timed(page: SearchPage, started: float) -> SearchPage:
    facets = {name: dict(counts) for name, counts in page.facets.items()}
    spent = (time.perf_counter() - started) * 1000
    return SearchPage(ids=page.ids, total=page.total, facets=facets, corrected=page.corrected, engine_ms=spent)


def _suggest(index: WordIndex, text: str, limit: int) -> list[int]:
    """Names first; only where no name has the words, everything else."""
    words = query_words(text)
    if not words or len("".join(words)) < SMALLEST_TEXT:
        return []
    found = wording(index, words, name_only=True) or wording(index, words)
    return index.ids(found.query, limit, **_BY_SCORE) if found else []


def _row(change: Change) -> tuple[int, tantivy.Document | None]:
    if isinstance(change, Delete):
        return change.id, None
    if isinstance(change.document, CooperativeDocument):
        return change.document.id, schema.cooperative(change.document)
    return change.document.id, schema.product(change.document)


def _change(path: Path, changes: Sequence[Change]) -> None:
    if not changes:
        return
    writer = open_index(path).writer(_CHANGE_BYTES, 1)
    for change in changes:
        identity, row = _row(change)
        writer.delete_documents_by_term("id", identity)
        if row is not None:
            writer.add_document(row)
    writer.commit()
    writer.wait_merging_threads()


def _fill(path: Path, columns: tantivy.Schema, rows: Iterable[tantivy.Document]) -> None:
    writer = new_index(path, columns).writer(_REBUILD_BYTES, 1)
    for row in rows:
        writer.add_document(row)
    writer.commit()
    writer.wait_merging_threads()
