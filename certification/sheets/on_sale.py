"""How much a cooperative has on sale: counted by a package above, for the spreadsheet of the regency."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from sqlalchemy.orm import Session

Counter: TypeAlias = Callable[[Session], Mapping[int, int]]
"""Counts the products on sale of every cooperative that has any, by the cooperative's id, in one query."""

_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Add a counter; adding it again changes nothing."""
    if counter not in _counters:
        _counters.append(counter)


def on_sale(session: Session) -> dict[int, int]:
    """Return how many products each cooperative has on sale."""
    found: dict[int, int] = {}
    for counter in _counters:
        for cooperative_id, count in counter(session).items():
            found[cooperative_id] = found.get(cooperative_id, 0) + count
    return found
