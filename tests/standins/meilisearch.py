"""A Meilisearch for tests: a small server on loopback that checks each request and answers as the documented API does.

It is not the real server: what it shows is that the adapter speaks the documented language and reads the documented
answers. The same contract tests run on a real server where MEILISEARCH_URL names one.
"""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.meilisearch_index import Refused, StandInIndex

KEY = "stand-in-master-key"
_UID = re.compile(r"[A-Za-z0-9_-]{1,400}")


@dataclass
class StandIn:
    """The state of the server, and what tests look at or break."""

    indexes: dict[str, StandInIndex] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    hold_tasks: bool = False
    """Tasks stay ``enqueued``, as on a busy server."""
    fail_tasks: bool = False
    """Tasks fail, as with a full disk."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def enqueue(self, kind: str, work: Callable[[], None], index: str | None = None) -> tuple[int, Any]:
        task: dict[str, Any] = {"uid": len(self.tasks), "indexUid": index, "type": kind, "error": None}
        task["status"] = "enqueued" if self.hold_tasks else "succeeded"
        if self.fail_tasks:
            self._fail(task, Refused(500, "no_space_left_on_device", "No space left on device"))
        elif not self.hold_tasks:
            try:
                work()
            except Refused as refusal:
                self._fail(task, refusal)
        self.tasks.append(task)
        summary = {"taskUid": task["uid"], "indexUid": index, "status": "enqueued", "type": kind}
        return 202, summary | {"enqueuedAt": "2026-11-24T00:00:00Z"}

    def _fail(self, task: dict[str, Any], refusal: Refused) -> None:
        task |= {"status": "failed", "error": {"message": refusal.message, "code": refusal.code}}

    def index(self, uid: str) -> StandInIndex:
        if uid not in self.indexes:
            raise Refused(404, "index_not_found", f"Index `{uid}` not found.")
        return self.indexes[uid]

    def create(self, uid: str, primary_key: str) -> None:
        if uid in self.indexes:
            raise Refused(409, "index_already_exists", f"Index `{uid}` already exists.")
        self.indexes[uid] = StandInIndex(primary_key)

    def drop(self, uid: str) -> None:
        self.index(uid)
        del self.indexes[uid]

    def swap(self, pairs: list[dict[str, Any]]) -> None:
        for pair in pairs:
            one, other = pair["indexes"]
            self.index(one), self.index(other)
            self.indexes[one], self.indexes[other] = self.indexes[other], self.indexes[one]

    def put(self, uid: str, documents: list[dict[str, Any]]) -> None:
        index = self.indexes.setdefault(uid, StandInIndex())
        for document in documents:
            if index.primary_key not in document:
                raise Refused(400, "missing_document_id", "Document doesn't have a `id` attribute")
            index.documents[document[index.primary_key]] = document

    def remove(self, uid: str, ids: list[Any]) -> None:
        for identity in ids:
            self.index(uid).documents.pop(identity, None)

    def answer(self, verb: str, target: str, body: Any) -> tuple[int, Any]:
        """Answer one request whose key was checked."""
        parts = urlsplit(target)
        match (verb, *parts.path.strip("/").split("/")):
            case ("GET", "stats"):
                return 200, self._stats()
            case ("GET", "tasks", uid):
                return 200, self._task(uid)
            case ("POST", "multi-search"):
                _only(body, {"queries", "federation"})
                if body.get("federation") is not None:
                    raise Refused(400, "invalid_multi_search_federation", "the stand-in knows no federated search")
                return 200, {"results": [self._searched(asked) for asked in body["queries"]]}
            case ("POST", "swap-indexes"):
                return self.enqueue("indexSwap", lambda: self.swap(body))
            case ("POST", "indexes"):
                _only(body, {"uid", "primaryKey"})
                return self.enqueue("indexCreation", lambda: self.create(_uid(body["uid"]), body["primaryKey"]))
            case (_, "indexes", uid, *rest):
                return self._of_index(verb, _uid(uid), rest, body, parse_qs(parts.query))
        raise Refused(404, "not_found", f"{verb} {target}")

    def _of_index(
        self, verb: str, uid: str, rest: list[str], body: Any, options: dict[str, list[str]]
    ) -> tuple[int, Any]:
        match (verb, *rest):
            case ("GET",):
                return 200, {"uid": uid, "primaryKey": self.index(uid).primary_key}
            case ("DELETE",):
                return self.enqueue("indexDeletion", lambda: self.drop(uid), uid)
            case ("GET", "settings"):
                return 200, self.index(uid).settings
            case ("PATCH", "settings"):
                StandInIndex().change_settings(body)
                return self.enqueue("settingsUpdate", lambda: self.index(uid).change_settings(body), uid)
            case ("POST", "documents"):
                if set(options) - {"primaryKey"} or not isinstance(body, list):
                    raise Refused(400, "malformed_payload", "a list of documents is expected")
                return self.enqueue("documentAdditionOrUpdate", lambda: self.put(uid, body), uid)
            case ("POST", "documents", "delete-batch"):
                return self.enqueue("documentDeletion", lambda: self.remove(uid, body), uid)
            case ("POST", "search"):
                return 200, self.index(uid).search(body)
        raise Refused(405, "method_not_allowed", f"{verb} {rest}")

    def _searched(self, asked: dict[str, Any]) -> dict[str, Any]:
        if "indexUid" not in asked:
            raise Refused(400, "missing_index_uid", "Missing field `indexUid`")
        return self.index(asked["indexUid"]).search(asked) | {"indexUid": asked["indexUid"]}

    def _stats(self) -> dict[str, Any]:
        counts = {
            uid: {"numberOfDocuments": len(index.documents), "isIndexing": self.hold_tasks}
            for uid, index in self.indexes.items()
        }
        return {"databaseSize": 0, "lastUpdate": "2026-11-24T00:00:00Z", "indexes": counts}

    def _task(self, uid: str) -> dict[str, Any]:
        if not uid.isdigit() or int(uid) >= len(self.tasks):
            raise Refused(404, "task_not_found", f"Task `{uid}` not found.")
        return self.tasks[int(uid)]


def _uid(uid: str) -> str:
    if not _UID.fullmatch(uid):
        raise Refused(400, "invalid_index_uid", f"`{uid}` is not a valid index uid.")
    return uid


def _only(body: Any, known: set[str]) -> None:
    if not isinstance(body, dict) or set(body) - known:
        raise Refused(400, "bad_request", "Unknown field")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    state: StandIn

    def setup(self) -> None:
        super().setup()
        self.state.connections += 1

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the tests look at ``requests``."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        with self.state.lock:
            self.state.requests.append((self.command, self.path))
            try:
                status, answer = self._answer(raw)
            except Refused as refusal:
                status = refusal.status
                answer = {"message": refusal.message, "code": refusal.code, "type": "invalid_request", "link": ""}
        payload = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _answer(self, raw: bytes) -> tuple[int, Any]:
        if self.path == "/health":
            return 200, {"status": "available"}
        if "Authorization" not in self.headers:
            raise Refused(401, "missing_authorization_header", "The Authorization header is missing.")
        if self.headers["Authorization"] != f"Bearer {KEY}":
            raise Refused(403, "invalid_api_key", "The provided API key is invalid.")
        if self.command != "DELETE" and raw and self.headers.get("Content-Type") != "application/json":
            raise Refused(415, "invalid_content_type", "application/json is expected")
        try:
            body = json.loads(raw) if raw else None
        except ValueError as error:
            raise Refused(400, "malformed_payload", str(error)) from error
        return self.state.answer(self.command, self.path, body)

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815


class MeilisearchServer:
    """The stand-in as a context: ``with MeilisearchServer() as server: server.url, server.state``."""

    def __init__(self) -> None:
        self.state = StandIn()
        handler = type("Handler", (_Handler,), {"state": self.state})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "MeilisearchServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
