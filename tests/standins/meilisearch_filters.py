"""Filter expressions of the Meilisearch stand-in: conditions under NOT, AND, OR and brackets, as documented."""

import re
from collections.abc import Callable

_PARTS = re.compile(r"\s*(\(|\)|AND\b|OR\b|NOT\b|(?:\"(?:\\.|[^\"\\])*\"|(?!\s(?:AND|OR)\b)[^()\"])+)")

Condition = Callable[[str], bool]


def holds(expression: str, condition: Condition) -> bool:
    """Tell whether an expression holds; every condition of it is asked, so that a wrong one is always refused."""
    parts = [part.strip() for part in _PARTS.findall(expression)]
    value, left = _either(parts, condition)
    if left:
        raise ValueError(f"cannot read {left} in {expression!r}")
    return value


def _either(parts: list[str], condition: Condition) -> tuple[bool, list[str]]:
    value, left = _both(parts, condition)
    while left[:1] == ["OR"]:
        other, left = _both(left[1:], condition)
        value = value or other
    return value, left


def _both(parts: list[str], condition: Condition) -> tuple[bool, list[str]]:
    value, left = _one(parts, condition)
    while left[:1] == ["AND"]:
        other, left = _one(left[1:], condition)
        value = value and other
    return value, left


def _one(parts: list[str], condition: Condition) -> tuple[bool, list[str]]:
    if parts[0] == "NOT":
        value, left = _one(parts[1:], condition)
        return not value, left
    if parts[0] == "(":
        value, left = _either(parts[1:], condition)
        if left[:1] != [")"]:
            raise ValueError("a bracket is not closed")
        return value, left[1:]
    return condition(parts[0]), parts[1:]
