"""Writes of programs: what every one of them must fulfil before its call runs, and doing one only once."""

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from marketplace.accounts.access import current_actor, require_actor
from marketplace.core.clock import now
from marketplace.core.errors import Invalid, NotAllowed
from marketplace.core.text import _l
from marketplace.idempotency.services import Answer, once
from marketplace.web.api import PREFIX, Schema
from marketplace.web.database import transaction

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
READ_ONLY = _l("This token may only read. Make one that may write in your account.")
NO_OBJECT = _l("The body must be a JSON object.")

Act = Callable[[Session], tuple[int, Schema]]
Written = tuple[dict[str, Any], int]
"""Body and status: what a call returns. (Flask's own type for it cannot be read back by the document's maker.)"""


def init_app(app: Flask) -> None:
    """Look at every write before its call runs; must come after the guard, which says who asks."""
    app.before_request(_check)


def write(act: Act) -> Written:
    """Do one thing in one transaction and answer it; under an ``Idempotency-Key`` once, however often it is sent."""
    actor, key = require_actor(), request.headers.get("Idempotency-Key", "")

    with transaction() as session:

        def answer() -> Answer:
            status, made = act(session)
            return Answer(status, made.model_dump(mode="json"))

        given = once(session, actor, key, _fingerprint(), answer, now=now()) if key else answer()
    return given.body, given.status


def _check() -> None:
    """Refuse a token that may only read, and a body that is no JSON object."""
    if request.method in SAFE or not request.path.startswith(f"{PREFIX}/") or request.endpoint is None:
        return
    actor = current_actor()
    if actor is None or not actor.can_write:
        raise NotAllowed("read_only", READ_ONLY)
    if not request.get_data(cache=True):
        return
    if request.mimetype != "application/json":
        raise UnsupportedMediaType()
    if not isinstance(_body(), dict):
        raise Invalid("invalid", NO_OBJECT)


def _body() -> Any:
    try:
        return request.get_json()
    except RecursionError as error:
        raise BadRequest() from error


def _fingerprint() -> bytes:
    """Return what makes this request the one it is; how its JSON is spaced and ordered does not count."""
    body = json.dumps(_body() if request.get_data() else {}, sort_keys=True)
    return f"{request.method} {request.path} {body}".encode()
