"""The sandbox as a server: one Flask application, threads for its visitors, a clock that expires sessions."""

import threading
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from flask import Flask, Response, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import api, control, pages, sessions
from .refusal import Refusal
from .state import Sandbox, SandboxOptions, assemble

MAX_BODY = 1_000_000
TICK_SECONDS = 1.0


class QuietHandler(WSGIRequestHandler):
    """Answers without a line in the log for every request: addresses hold session ids."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@dataclass(frozen=True)
class SandboxHandle:
    """A running sandbox."""

    url: str
    sandbox: Sandbox
    _server: BaseWSGIServer
    _threads: tuple[threading.Thread, ...]
    _stopped: threading.Event

    def settle(self, timeout: float = 5) -> bool:
        """Wait until all webhooks are delivered; False where the time was not enough."""
        return self.sandbox.sender.settle(timeout)

    def stop(self) -> None:
        """Stop serving and sending; what was stored stays in the file."""
        self._stopped.set()
        self.sandbox.sender.stop()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(5)


def start_sandbox(options: SandboxOptions) -> SandboxHandle:
    """Start a sandbox in threads of this process; raise ``OSError`` where the port is taken.

    Raises ``ValueError`` for a host that is not of this machine: whoever reaches it may "pay" anything.
    """
    if options.host != "localhost" and not ip_address(options.host).is_loopback:
        raise ValueError(f"the sandbox serves this machine only, not {options.host}")
    sandbox = assemble(options)
    server = make_server(options.host, options.port, make_app(sandbox), threaded=True, request_handler=QuietHandler)
    host = f"[{options.host}]" if ":" in options.host else options.host
    sandbox.url = f"http://{host}:{server.server_port}"
    stopped = threading.Event()
    threads = (
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sandbox", daemon=True),
        threading.Thread(target=_tick, args=(sandbox, stopped), name="sandbox-clock", daemon=True),
    )
    sandbox.sender.start()
    for thread in threads:
        thread.start()
    return SandboxHandle(sandbox.url, sandbox, server, threads, stopped)


def make_app(sandbox: Sandbox) -> Flask:
    """Return the application of one sandbox."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(api.blueprint(sandbox))
    app.register_blueprint(pages.blueprint(sandbox))
    if sandbox.options.control:
        app.register_blueprint(control.blueprint(sandbox))
    app.register_error_handler(Refusal, api.refused)
    app.register_error_handler(HTTPException, _unknown)
    app.after_request(_add_headers)

    @app.get("/healthz")
    def health() -> dict[str, Any]:
        return {"status": "ok"}

    return app


def _unknown(error: HTTPException) -> tuple[Response, int]:
    message = f"Unrecognized request URL ({request.method}: {request.path})." if error.code == 404 else error.name
    kind = "api_error" if (error.code or 500) >= 500 else "invalid_request_error"
    return api.refused(Refusal(message, status=error.code or 500, kind=kind))


def _add_headers(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _tick(sandbox: Sandbox, stopped: threading.Event) -> None:
    while not stopped.wait(TICK_SECONDS):
        due = any(
            each["status"] == "open" and each["expires_at"] <= sandbox.store.now()
            for each in list(sandbox.store["sessions"].values())
        )
        if due:
            with sandbox.store.transaction():
                sessions.expire_due(sandbox.store)
