"""What comes in has ends: numbers and texts that the database can hold, bodies that fit into memory."""

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**63 - 1
MAX_TEXT_BYTES = 2 * 1024 * 1024


class IdConverter(IntegerConverter):
    """``<int:...>`` with an upper end."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **options})


def init_app(app: Flask) -> None:
    """Set both ends; must run before any route is added and before anything reads a form."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_limit_text)


def _limit_text() -> None:
    """Refuse a long text: Werkzeug has a limit of its own for uploads (multipart) only."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_TEXT_BYTES
