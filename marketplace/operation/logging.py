"""What the processes say on stderr: one line of JSON each, or a short form to read on one's own machine.

A line names the endpoint, never the path or the query: both may hold tokens. It names people by id.
"""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import Flask, Response, g, has_request_context, request, request_finished, request_started

from marketplace.config import FEATURES, Settings

access_log = logging.getLogger("marketplace.access")
HEADER = "X-Request-Id"
UNTOLD = frozenset({"static", "plumbing.media", "plumbing.health"})
"""Endpoints that are asked all the time and tell nothing."""
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class JsonLines(logging.Formatter):
    """One object a line; what users wrote cannot begin a line of its own, for JSON has no raw line breaks."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_of_request(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=True)


class ShortLines(logging.Formatter):
    """A line to read: the time, what happened, the trace of a fault below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        number = _of_request().get("request", "")
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()} [{number}] {record.name}: "
        message = CONTROL.sub(lambda found: repr(found.group())[1:-1], record.getMessage())
        line = f"{datetime.fromtimestamp(record.created).astimezone():%H:%M:%S} {level}{message}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def start(settings: Settings, stream: TextIO | None = None) -> None:
    """Begin to log in this process: ours from INFO on, libraries from WARNING on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(ShortLines() if settings.is_local else JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in FEATURES:
        logging.getLogger(name).setLevel(logging.INFO)


def init_app(app: Flask) -> None:
    """Log every request, and tell its number in the answer."""
    request_started.connect(_begin, app)
    request_finished.connect(_end, app)


def seconds_so_far() -> float:
    """Return how long this request has been under way."""
    return float(time.perf_counter() - g.get("started", time.perf_counter()))


def _begin(_app: Flask) -> None:
    g.started = time.perf_counter()


def _end(_app: Flask, response: Response) -> None:
    if "request_id" in g:
        response.headers[HEADER] = g.request_id
    if request.endpoint in UNTOLD:
        return
    facts = {
        "method": request.method,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "ms": round(seconds_so_far() * 1000, 1),
        "user": getattr(g.get("actor"), "user_id", None),
    }
    access_log.info("{method} {endpoint} {status} {ms} ms".format(**facts), extra={"facts": facts})


def _of_request() -> dict[str, str]:
    return {"request": g.request_id} if has_request_context() and "request_id" in g else {}
