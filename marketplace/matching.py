"""Finding rows by words that people type: one way for all lists."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

Place = InstrumentedAttribute[Any] | Callable[[str], ColumnElement[bool]]
"""A text column, or a function from a word to a condition: for what stands in another table."""


def holds(words: str, *places: Place) -> ColumnElement[bool]:
    """Build the condition that every word stands in one of the places; no words hold everywhere.

    Parts of words count, large and small letters are the same, and ``%`` and ``_`` mean themselves.
    """
    return and_(true(), *(or_(*(_stands_in(place, word) for place in places)) for word in words.split()))


def _stands_in(place: Place, word: str) -> ColumnElement[bool]:
    if isinstance(place, InstrumentedAttribute):
        return place.icontains(word, autoescape=True)
    return place(word)
