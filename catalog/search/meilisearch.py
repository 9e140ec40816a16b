"""Meilisearch as the search engine, chosen by MEILISEARCH_URL. The same answers as the embedded engine.

Totals are sums of the category counts, as Meilisearch caps its own total at the depth that can be paged to.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import requests as http
from meilisearch import Client
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from catalog.search import meilisearch_form as form
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
    Upsert,
)
from catalog.search.normalise import query_words
from catalog.search.query import SCHEMES, SearchQuery, check_depth
from catalog.search.typing_errors import allowed_errors, distance

SMALLEST_TEXT = 2
TIMEOUT_S = 3
"""A page does not wait longer; it falls back to browsing from the database."""
REBUILD_TIMEOUT_S = 3600
_BATCH = 1000
_TASK_PAUSE_S = 0.05
_ENDED = {"succeeded": OutcomeState.APPLIED, "failed": OutcomeState.FAILED, "canceled": OutcomeState.FAILED}
_NO_FACETS: dict[str, dict[str, int]] = {"category": {}, "region": {}, "certificate": {}}


class _KeptConnection(HttpRequests):  # type: ignore[misc]
    """The client opens a connection for each call; this keeps one open for the calls of a thread."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.session = http.Session()

    def send_request(self, http_method: Any, path: str, *args: Any, **options: Any) -> Any:
        return super().send_request(getattr(self.session, http_method.__name__), path, *args, **options)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except MeilisearchApiError as error:
        missing = error.code == "index_not_found"
        raise SearchUnavailable("search_missing" if missing else "search_unavailable", str(error)) from error
    except (MeilisearchError, http.exceptions.RequestException, KeyError, ValueError) as error:
        raise SearchUnavailable(detail=f"{type(error).__name__}: {error}") from error


class MeilisearchEngine:
    """The engine of ``catalog.search.engine.SearchEngine`` on a Meilisearch server.

    ``key`` of a web worker needs no more than ``search`` (and ``stats.get`` for /readyz). ``prefix`` separates sites on
    one server.
    """

    def __init__(self, url: str, key: str | None, *, prefix: str = "", timeout_s: int = TIMEOUT_S) -> None:
        self._url, self._key, self._timeout_s = url.rstrip("/"), key, timeout_s
        self._products, self._cooperatives = f"{prefix}products", f"{prefix}cooperatives"
        self._threads = threading.local()
        self._open: list[_KeptConnection] = []

    @property
    def _client(self) -> Any:
        """The client of this thread: its headers are changed by each call, so threads share none."""
        if not hasattr(self._threads, "client"):
            client = Client(self._url, self._key, timeout=self._timeout_s)
            client.http = _KeptConnection(client.config)
            client.task_handler.http = client.http
            self._open.append(client.http)
            self._threads.client = client
        return self._threads.client

    def close(self) -> None:
        """Close the kept connections."""
        for connection in self._open:
            connection.session.close()

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchEngine.search."""
        check_depth(query.page, query.per_page)
        words = query_words(query.text)
        if query.text.strip() and not words:
            return SearchPage(ids=[], total=0, facets=dict(_NO_FACETS))
        started = time.perf_counter()
        with _refusals():
            words, answers = self._answers(words, query)
            facets = _facets(answers)
        return SearchPage(
            ids=[int(hit["id"]) for hit in answers["hits"]["hits"]],
            total=_sum(answers["hits"]),
            facets=facets,
            corrected=_corrected(words, answers["best"]["hits"]),
            engine_ms=(time.perf_counter() - started) * 1000,
        )

    def _answers(self, words: list[str], query: SearchQuery) -> tuple[list[str], dict[str, Any]]:
        """Ask with as many of the words as have hits together, whatever the filters leave of them."""
        while True:
            answers = self._ask(form.requests(self._products, " ".join(words), query))
            if answers["best"]["hits"] or len(words) <= 1:
                return words, answers
            words = words[:-1]

    def _ask(self, asked: dict[str, dict[str, Any]]) -> dict[str, Any]:
        answer = self._client.multi_search(list(asked.values()))
        return dict(zip(asked, answer["results"], strict=True))

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
            with _refusals():
                answers = self._ask({"names": in_names, "all": anywhere})
                hits = answers["names"]["hits"] or answers["all"]["hits"]
            if hits:
                return [int(hit["id"]) for hit in hits]
            words = words[:-1]
        return []

    def apply(self, changes: Sequence[Change]) -> Receipt:
        """See SearchEngine.apply. The receipt names tasks; ``wait`` before forgetting the changes.

        Raises SearchUnavailable: ``search_missing`` where no index was built yet.
        """
        with _refusals():
            if changes:
                self._client.http.get(f"indexes/{self._products}")
            return Receipt(tuple(self._send(*group) for group in _runs(changes, self._products, self._cooperatives)))

    def _send(self, index: str, changes: list[Change]) -> int:
        path = f"indexes/{index}/documents"
        if isinstance(changes[0], Delete):
            ids = [change.id for change in changes if isinstance(change, Delete)]
            return int(self._client.http.post(f"{path}/delete-batch", ids)["taskUid"])
        rows = [_form(change.document) for change in changes if isinstance(change, Upsert)]
        return int(self._client.http.post(f"{path}?primaryKey=id", rows)["taskUid"])

    def wait(self, receipt: Receipt, timeout_s: float) -> Outcome:
        """See SearchEngine.wait."""
        deadline = time.monotonic() + timeout_s
        for uid in receipt.tasks:
            while (outcome := self._outcome(uid)).state is OutcomeState.PENDING:
                if time.monotonic() >= deadline:
                    return outcome
                time.sleep(_TASK_PAUSE_S)
            if outcome.state is OutcomeState.FAILED:
                return outcome
        return Outcome(OutcomeState.APPLIED)

    def _outcome(self, uid: int) -> Outcome:
        with _refusals():
            task = self._client.http.get(f"tasks/{uid}")
            error = task.get("error") or {}
            state = _ENDED.get(task["status"], OutcomeState.PENDING)
        return Outcome(state, str(error.get("code", "")), str(error.get("message", "")))

    def rebuild(self, documents: Iterable[ProductDocument], cooperatives: Iterable[CooperativeDocument]) -> Receipt:
        """See SearchEngine.rebuild: fills ``products_new``, swaps it in one task with ``products``, deletes the rest.

        Returns when the swap is done. Changes are not refused meanwhile, as the server cannot: bring those handed over
        since the beginning once more.
        """
        self._fill(self._products, form.PRODUCT_SETTINGS, map(form.product_form, documents))
        self._fill(self._cooperatives, form.COOPERATIVE_SETTINGS, map(form.cooperative_form, cooperatives))
        live = (self._products, self._cooperatives)
        with _refusals():
            for index in live:
                self._done(
                    self._client.http.post("indexes", {"uid": index, "primaryKey": "id"}), "index_already_exists"
                )
            swaps = [{"indexes": [index, f"{index}_new"]} for index in live]
            self._done(self._client.http.post("swap-indexes", swaps))
            for index in live:
                self._done(self._client.http.delete(f"indexes/{index}_new"), "index_not_found")
        return Receipt()

    def _fill(self, live: str, settings: dict[str, Any], rows: Iterator[dict[str, Any]]) -> None:
        index = f"{live}_new"
        with _refusals():
            self._done(self._client.http.delete(f"indexes/{index}"), "index_not_found")
            self._done(self._client.http.post("indexes", {"uid": index, "primaryKey": "id"}))
            tasks = [self._client.http.patch(f"indexes/{index}/settings", settings)]
        while batch := list(islice(rows, _BATCH)):
            with _refusals():
                tasks.append(self._client.http.post(f"indexes/{index}/documents?primaryKey=id", batch))
        for task in tasks:
            self._done(task)

    def _done(self, task: dict[str, Any], *forgiven: str) -> None:
        """Wait for a task of a rebuild; raises SearchUnavailable with its code where it fails."""
        outcome = self.wait(Receipt((int(task["taskUid"]),)), REBUILD_TIMEOUT_S)
        if outcome.state is not OutcomeState.APPLIED and outcome.code not in forgiven:
            raise SearchUnavailable("search_rebuild_failed", f"{outcome.code}: {outcome.message}")

    def status(self) -> EngineStatus:
        """See SearchEngine.status. The generation is the day and time of the last change, as Meilisearch has no other."""
        try:
            with _refusals():
                stats = self._client.http.get("stats")
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
    run: list[Change] = []
    known: tuple[str, type] | None = None
    for change in changes:
        kind = (cooperatives if _of_cooperative(change) else products, type(change))
        if run and known is not None and (kind != known or len(run) >= _BATCH):
            yield known[0], run
            run = []
        known = kind
        run.append(change)
    if run and known is not None:
        yield known[0], run


def _of_cooperative(change: Change) -> bool:
    if isinstance(change, Delete):
        return change.kind == "cooperative"
    return isinstance(change.document, CooperativeDocument)


def _sum(answer: dict[str, Any]) -> int:
    return sum(answer.get("facetDistribution", {}).get("category", {}).values())


def _facets(answers: dict[str, Any]) -> dict[str, dict[str, int]]:
    certificates = {scheme: _sum(answers[f"certificate {scheme}"]) for scheme in SCHEMES}
    return {
        "category": answers.get("category", answers["hits"])["facetDistribution"].get("category", {}),
        "region": answers.get("region", answers["hits"])["facetDistribution"].get("regency", {}),
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
