"""Numbers in addresses: no larger than the database can hold, so that nonsense is 404 and not a fault."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**63 - 1


class IdConverter(IntegerConverter):
    """``<int:...>`` with an upper end."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **options})


def init_app(app: Flask) -> None:
    """Use it for every ``<int:...>``; must run before any route is added."""
    app.url_map.converters["int"] = IdConverter
