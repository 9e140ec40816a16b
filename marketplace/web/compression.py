"""Pages go compressed, because there is no web server in front of it; a random length hides what is in them."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

KINDS = frozenset({"text/html", "application/json", "application/problem+json"})
WORTH_IT = 1000
"""Bytes; below that the effort saves nothing."""
LARGEST_PADDING = 100


def init_app(app: Flask) -> None:
    """Compress after everything else has looked at the answer."""
    # Registered first: Flask runs what follows a request in reverse order.
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in KINDS or response.direct_passthrough or response.content_encoding:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] <= 0:
        return response
    content = response.get_data()
    if len(content) >= WORTH_IT:
        response.set_data(packed(content))
        response.content_encoding = "gzip"
    return response


def packed(content: bytes) -> bytes:
    """Compress with a file name of random length in gzip's header.

    A page that carries a secret (a CSRF token) beside text that an attacker chooses gives the secret away by its
    compressed length when it is asked for again and again (BREACH). Up to 100 random bytes in each answer drown the
    byte or two that a right guess saves ("Heal the BREACH", 2022; Django does the same since 4.2). The session
    cookie is SameSite=Lax besides, so other sites cannot ask for such pages in bulk.
    """
    buffer = BytesIO()
    padding = "a" * secrets.randbelow(LARGEST_PADDING + 1)
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()
