"""The way to a Meilisearch server: one kept connection for each thread, time limits, tasks followed to their end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests as http
from meilisearch import Client
from meilisearch._httprequests import HttpRequests
from meilisearch.errors import MeilisearchApiError, MeilisearchError

from catalog.search.engine import Outcome, OutcomeState, Receipt, SearchUnavailable

_TASK_PAUSE_S = 0.05
_ENDED = {"succeeded": OutcomeState.APPLIED, "failed": OutcomeState.FAILED, "canceled": OutcomeState.FAILED}


class _KeptConnection(HttpRequests):
    """The client opens a connection for each call; this one keeps it open."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.session = http.Session()

    def send_request(self, http_method: Any, path: str, *args: Any, **options: Any) -> Any:
        """See HttpRequests.send_request."""
        return super().send_request(getattr(self.session, http_method.__name__), path, *args, **options)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the client raises, and answers it cannot read, into SearchUnavailable."""
    try:
        yield
    except MeilisearchApiError as error:
        missing = error.code == "index_not_found"
        raise SearchUnavailable("search_missing" if missing else "search_unavailable", str(error)) from error
    except (MeilisearchError, http.exceptions.RequestException, KeyError, ValueError) as error:
        raise SearchUnavailable(detail=f"{type(error).__name__}: {error}") from error


class Connection:
    """Calls to one server. All of them raise SearchUnavailable; threads share nothing, as each call sets headers."""

    def __init__(self, url: str, key: str | None, timeout_s: int) -> None:
        self._url, self._key, self._timeout_s = url.rstrip("/"), key, timeout_s
        self._threads = threading.local()
        self._kept: list[_KeptConnection] = []

    @property
    def _client(self) -> Any:
        if not hasattr(self._threads, "client"):
            client = Client(self._url, self._key, timeout=self._timeout_s)
            client.http = _KeptConnection(client.config)
            self._kept.append(client.http)
            self._threads.client = client
        return self._threads.client

    def close(self) -> None:
        """Close what is kept open."""
        for connection in self._kept:
            connection.session.close()

    def ask(self, asked: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Send several queries at once; return the answers by name."""
        with refusals():
            answer = self._client.multi_search(list(asked.values()))
            return dict(zip(asked, answer["results"], strict=True))

    def get(self, path: str) -> Any:
        """Read something."""
        with refusals():
            return self._client.http.get(path)

    def order(self, verb: str, path: str, *body: Any) -> int:
        """Ask for work (``post``, ``patch``, ``delete``); return the number of the task it became."""
        with refusals():
            return int(getattr(self._client.http, verb)(path, *body)["taskUid"])

    def wait(self, receipt: Receipt, timeout_s: float) -> Outcome:
        """Follow tasks until all succeed, one fails, or the seconds are over."""
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
        task = self.get(f"tasks/{uid}")
        error = task.get("error") or {}
        state = _ENDED.get(task["status"], OutcomeState.PENDING)
        return Outcome(state, str(error.get("code", "")), str(error.get("message", "")))

    def finish(self, task: int, timeout_s: float, *forgiven: str) -> None:
        """Wait for a task; raises SearchUnavailable (``search_rebuild_failed``) unless it succeeds or is forgiven."""
        outcome = self.wait(Receipt((task,)), timeout_s)
        if outcome.state is not OutcomeState.APPLIED and outcome.code not in forgiven:
            raise SearchUnavailable("search_rebuild_failed", f"{outcome.code}: {outcome.message}")
