"""Lists: newest first, by pages, narrowed."""

import operator

from . import objects
from .objects import Object
from .refusal import Refusal, missing
from .store import Store

BOUNDS = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
DEFAULT_LIMIT, MAX_LIMIT = 10, 100


def refunds(store: Store, params: Object) -> Object:
    """List refunds, of one intent or charge where it is named."""
    wanted = {key: params[key] for key in ("payment_intent", "charge") if key in params}
    rows = [row for row in store["refunds"].values() if all(row[key] == value for key, value in wanted.items())]
    return _page("/v1/refunds", rows, params)


def events(store: Store, params: Object) -> Object:
    """List events, by kind and by time where asked."""
    kinds = set(params.get("types", [])) | ({params["type"]} if "type" in params else set())
    bounds = params.get("created", {})
    rows = [
        row
        for row in store["events"].values()
        if (not kinds or row["type"] in kinds)
        and all(BOUNDS[name](row["created"], value) for name, value in bounds.items())
    ]
    return _page("/v1/events", rows, params)


def _page(path: str, rows: list[Object], params: Object) -> Object:
    limit = params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        raise Refusal(f"limit must be from 1 to {MAX_LIMIT}", param="limit")
    newest_first = rows[::-1]
    if "starting_after" in params:
        newest_first = newest_first[_place(newest_first, params["starting_after"]) + 1 :]
    if "ending_before" in params:
        newest_first = newest_first[: _place(newest_first, params["ending_before"])][-limit:]
    return objects.page(path, newest_first[:limit], has_more=len(newest_first) > limit)


def _place(rows: list[Object], ident: str) -> int:
    for index, row in enumerate(rows):
        if row["id"] == ident:
            return index
    raise missing("object", ident)
