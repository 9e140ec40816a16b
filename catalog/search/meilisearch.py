"""Meilisearch as the search engine, chosen by MEILISEARCH_URL. The same answers as the embedded engine.

Totals are sums of the category counts, as Meilisearch caps its own total at the depth that can be paged to.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from catalog.search import meilisearch_form as form
from catalog.search.engine import (
    Change,
    CooperativeDocument,
    Delete,
    EngineStatus,
    Outcome,
    ProductDocument,
    Receipt,
    SearchPage,
    SearchUnavailable,
    Upsert,
    no_facets,
    of_cooperative,
)
from catalog.search.meilisearch_connection import Connection, refusals
from catalog.search.normalise import query_words
from catalog.search.query import SCHEMES, SearchQuery, check_depth
from catalog.search.typing_errors import allowed_errors, distance

SMALLEST_TEXT = 2
TIMEOUT_S = 3
"""A page does not wait longer; it falls back to browsing from the database."""
REBUILD_TIMEOUT_S = 3600
_BATCH = 1000


class MeilisearchEngine:
    """The engine of ``catalog.search.engine.SearchEngine`` on a Meilisearch server.

    ``key`` of a web worker needs no more than ``search`` (and ``stats.get`` for /readyz). ``prefix`` separates sites on
    one server.
    """

    def __init__(self, url: str, key: str | None, *, prefix: str = "", timeout_s: int = TIMEOUT_S) -> None:
        self._server = Connection(url, key, timeout_s)
        self._products, self._cooperatives = f"{prefix}products", f"{prefix}cooperatives"

    def close(self) -> None:
        """Close the kept connections."""
        self._server.close()

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchEngine.search."""
        check_depth(query.page, query.per_page)
        words = query_words(query.text)
        if query.text.strip() and not words:
            return SearchPage(ids=[], total=0, facets=no_facets())
        started = time.perf_counter()
        words, answers = self._answers(words, query)
        with refusals():
            return SearchPage(
                ids=[int(hit["id"]) for hit in answers["hits"]["hits"]],
                total=_sum(answers["hits"]),
                facets=_facets(answers),
                corrected=_corrected(words, answers["best"]["hits"]),
                engine_ms=(time.perf_counter() - started) * 1000,
            )

    def _answers(self, words: list[str], query: SearchQuery) -> tuple[list[str], dict[str, Any]]:
        """Ask with as many of the words as have hits together, whatever the filters leave of them."""
        while True:
            answers = self._server.ask(form.requests(self._products, " ".join(words), query))
            if answers["best"]["hits"] or len(words) <= 1:
                return words, answers
            words = words[:-1]

    def suggest(self, text: str, limit: int = 8) -> list[int]:
        """See SearchEngine.suggest."""
        return self._suggest(self._products, text, limit)

    def suggest_cooperatives(self, text: str, limit: int = 4) -> list[int]:
        """See SearchEngine.suggest_cooperatives."""
        return self._suggest(self._cooperatives, text, limit)

    def _suggest(self, index: str, text: str, limit: int) -> list[int]:
        """Names first; only where no name has the words, everything else."""
        words = query_words(text)
        if len("".join(words)) < SMALLEST_TEXT:
            return []
        while words:
            anywhere = form.best_request(index, " ".join(words), limit)
            in_names = anywhere | {"attributesToSearchOn": ["name"]}
            answers = self._server.ask({"names": in_names, "all": anywhere})
            hits = answers["names"]["hits"] or answers["all"]["hits"]
            if hits:
                return [int(hit["id"]) for hit in hits]
            words = words[:-1]
        return []

    def apply(self, changes: Sequence[Change]) -> Receipt:
        """See SearchEngine.apply. The receipt names tasks; ``wait`` before forgetting the changes.

        Raises SearchUnavailable: ``search_missing`` where no index was built yet.
        """
        if changes:
            self._server.get(f"indexes/{self._products}")
        return Receipt(tuple(self._send(*group) for group in _runs(changes, self._products, self._cooperatives)))

    def _send(self, index: str, changes: list[Change]) -> int:
        path = f"indexes/{index}/documents"
        if isinstance(changes[0], Delete):
            ids = [change.id for change in changes if isinstance(change, Delete)]
            return self._server.order("post", f"{path}/delete-batch", ids)
        rows = [_form(change.document) for change in changes if isinstance(change, Upsert)]
        return self._server.order("post", f"{path}?primaryKey=id", rows)

    def wait(self, receipt: Receipt, timeout_s: float) -> Outcome:
        """See SearchEngine.wait."""
        return self._server.wait(receipt, timeout_s)

    def rebuild(self, documents: Iterable[ProductDocument], cooperatives: Iterable[CooperativeDocument]) -> Receipt:
        """See SearchEngine.rebuild: fills ``products_new``, swaps it in one task with ``products``, deletes the rest.

        Returns when the swap is done. Changes are not refused meanwhile, as the server cannot: bring those handed over
        since the beginning once more.
        """
        self._fill(self._products, form.PRODUCT_SETTINGS, map(form.product_form, documents))
        self._fill(self._cooperatives, form.COOPERATIVE_SETTINGS, map(form.cooperative_form, cooperatives))
        live = (self._products, self._cooperatives)
        for index in live:
            self._finish("post", "indexes", {"uid": index, "primaryKey": "id"}, forgive="index_already_exists")
        self._finish("post", "swap-indexes", [{"indexes": [index, f"{index}_new"]} for index in live])
        for index in live:
            self._finish("delete", f"indexes/{index}_new", forgive="index_not_found")
        return Receipt()

    def _fill(self, live: str, settings: dict[str, Any], rows: Iterator[dict[str, Any]]) -> None:
        index = f"{live}_new"
        self._finish("delete", f"indexes/{index}", forgive="index_not_found")
        self._finish("post", "indexes", {"uid": index, "primaryKey": "id"})
        tasks = [self._server.order("patch", f"indexes/{index}/settings", settings)]
        while batch := list(islice(rows, _BATCH)):
            tasks.append(self._server.order("post", f"indexes/{index}/documents?primaryKey=id", batch))
        for task in tasks:
            self._server.finish(task, REBUILD_TIMEOUT_S)

    def _finish(self, verb: str, path: str, *body: Any, forgive: str = "") -> None:
        self._server.finish(self._server.order(verb, path, *body), REBUILD_TIMEOUT_S, forgive)

    def status(self) -> EngineStatus:
        """See SearchEngine.status. The generation is the moment of the last change."""
        try:
            stats = self._server.get("stats")
            with refusals():
                products = stats["indexes"].get(self._products)
                cooperatives = stats["indexes"].get(self._cooperatives) or {}
        except SearchUnavailable as error:
            return EngineStatus(engine="meilisearch", healthy=False, message=error.detail or error.code)
        return EngineStatus(
            engine="meilisearch",
            healthy=products is not None,
            documents=int((products or {}).get("numberOfDocuments", 0)),
            cooperatives=int(cooperatives.get("numberOfDocuments", 0)),
            generation=str(stats.get("lastUpdate") or ""),
            backlog=int((products or {}).get("isIndexing", False)),
            message="" if products is not None else "no index was built yet",
        )


def _form(document: ProductDocument | CooperativeDocument) -> dict[str, Any]:
    if isinstance(document, CooperativeDocument):
        return form.cooperative_form(document)
    return form.product_form(document)


def _runs(changes: Sequence[Change], products: str, cooperatives: str) -> Iterator[tuple[str, list[Change]]]:
    """Yield changes in their order, neighbours of the same index and kind together: those are batched by the server."""

    def target(change: Change) -> tuple[str, bool]:
        return cooperatives if of_cooperative(change) else products, isinstance(change, Delete)

    for (index, _), group in groupby(changes, key=target):
        run = list(group)
        for start in range(0, len(run), _BATCH):
            yield index, run[start : start + _BATCH]


def _sum(answer: dict[str, Any]) -> int:
    return sum(answer.get("facetDistribution", {}).get("category", {}).values())


def _facets(answers: dict[str, Any]) -> dict[str, dict[str, int]]:
    certificates = {scheme: _sum(answers[f"certificate {scheme}"]) for scheme in SCHEMES}
    return {
        "category": answers.get("category", answers["hits"])["facetDistribution"].get("category", {}),
        "region": answers.get("region", answers["hits"])["facetDistribution"].get("regency", {}),
        "district": answers.get("district", answers["hits"])["facetDistribution"].get("district", {}),
        "certificate": {scheme: number for scheme, number in certificates.items() if number},
    }


def _corrected(words: list[str], hits: list[dict[str, Any]]) -> str | None:
    """Return the words as the best hit has them, where one is not there as typed; Meilisearch does not tell."""
    if not words or not hits:
        return None
    standing = f"{hits[0]['name']} {hits[0]['rest']}".split()
    mended = [_standing(word, standing, half_typed=word is words[-1]) for word in words]
    return " ".join(mended) if mended != words else None


def _standing(word: str, standing: list[str], *, half_typed: bool) -> str:
    if word in standing or (half_typed and any(other.startswith(word) for other in standing)):
        return word
    most = allowed_errors(word)
    measured = sorted((distance(word, other, most), place) for place, other in enumerate(standing))
    return standing[measured[0][1]] if measured and measured[0][0] <= most else word
