"""Talking to the site as a browser does: forms with their CSRF token."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def csrf_token(client: FlaskClient, url: str = "/masuk") -> str:
    """Fetch a page and return the CSRF token of its first form."""
    page = client.get(url, follow_redirects=True)
    found = TOKEN.search(page.text)
    assert found, f"{url} has no form: {page.status}"
    return found.group(1)


def post(
    client: FlaskClient, url: str, data: dict[str, Any], *, page: str | None = None, **options: Any
) -> TestResponse:
    """Send a form as a browser does, with the CSRF token of ``page`` (or of the sign-in page's header)."""
    return client.post(url, data={"csrf_token": csrf_token(client, page or "/masuk"), **data}, **options)
