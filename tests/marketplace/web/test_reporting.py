"""Faults reach the service that SENTRY_DSN names, told over its real protocol to a server of our own."""

import gzip
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import sentry_sdk

from marketplace.config import from_environment
from marketplace.web import reporting


class Ear(HTTPServer):
    """Keeps the bodies that are sent to it."""

    heard: list[str]


class Handler(BaseHTTPRequestHandler):
    """Takes envelopes as Sentry does."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        whole = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
        assert isinstance(self.server, Ear)
        self.server.heard.append(whole.decode())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write nothing."""


@pytest.fixture
def ear() -> Iterator[Ear]:
    server = Ear(("127.0.0.1", 0), Handler)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.init(dsn=None, default_integrations=False)
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_without_an_address_nothing_is_reported() -> None:
    assert reporting.start(from_environment({})) is False


def test_a_fault_is_told_without_the_values_around_it(ear: Ear) -> None:
    settings = from_environment({"SENTRY_DSN": f"http://key@127.0.0.1:{ear.server_port}/1"})
    assert reporting.start(settings)
    # Put together here, because the lines of code around the fault are part of the report.
    secret_of_a_person = "-".join(("3524", "NIK", "RAHASIA"))

    try:
        raise RuntimeError("the worker fell over")
    except RuntimeError:
        logging.getLogger("marketplace.test").exception("request %s failed", "abc123")
    sentry_sdk.flush(timeout=5)

    told = "\n".join(ear.heard)
    assert "the worker fell over" in told
    assert secret_of_a_person not in told
