"""Pages go compressed to visitors who carry no cookie of ours and no token: there is no web server in front of it."""

import gzip

from flask import Flask, Response, current_app, request

KINDS = frozenset({"text/html", "application/json", "application/problem+json"})
WORTH_IT = 1000
"""Bytes; below that the effort saves nothing."""


def init_app(app: Flask) -> None:
    """Compress after everything else has looked at the answer."""
    # Registered first: Flask runs what follows a request in reverse order.
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    """Compress where nothing secret of a signed-in person can be in the answer.

    A page that carries a secret (a CSRF token) beside text that an attacker chooses gives the secret away by its
    compressed length when it is asked for again and again (BREACH). A visitor without a session gets a fresh token
    with every answer, so there is nothing to guess; everybody else gets the page as it is.
    """
    if response.mimetype not in KINDS or response.direct_passthrough or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if _knows_us() or request.accept_encodings["gzip"] <= 0:
        return response
    content = response.get_data()
    if len(content) >= WORTH_IT:
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.content_encoding = "gzip"
    return response


def _knows_us() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies or "Authorization" in request.headers
