"""Whole numbers in what a browser sends: ids, versions, pages."""

from typing import overload

LONGEST = 18
"""Digits; whatever has no more fits a 64-bit column."""


@overload
def whole(text: str) -> int | None: ...


@overload
def whole(text: str, default: int) -> int: ...


def whole(text: str, default: int | None = None) -> int | None:
    """Return the number that 1 to 18 digits from 0 to 9 stand for; the default for any other text."""
    return int(text) if len(text) <= LONGEST and text.isascii() and text.isdecimal() else default
