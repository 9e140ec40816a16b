"""Decode what Stripe's clients send: form-encoded, nested with brackets, everything text.

``line_items[0][price_data][currency]=idr`` becomes ``{"line_items": [{"price_data": {"currency": "idr"}}]}``.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from .refusal import Refusal

LISTS = frozenset({"line_items", "payment_method_types", "types", "expand"})
"""Parameters that are lists; numeric keys elsewhere (metadata) stay keys."""

MAX_FIELDS = 3000
MAX_DEPTH = 6
KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
PART = re.compile(r"\[([^\[\]]*)\]")


def decode(text: str) -> dict[str, Any]:
    """Return the nested parameters of a body or a query; raise ``Refusal`` for what cannot be read."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError as error:
        raise Refusal(f"Invalid request body: {error}") from error
    found: dict[str, Any] = {}
    for key, value in pairs:
        _put(found, _path(key), value)
    return {name: _listed(name, value) for name, value in found.items()}


def _path(key: str) -> list[str]:
    match = KEY.fullmatch(key)
    if match is None:
        raise Refusal(f"Invalid parameter name: {key}", param=key)
    path = [match.group(1), *PART.findall(match.group(2))]
    if len(path) > MAX_DEPTH:
        raise Refusal(f"Parameter is nested too deeply: {key}", param=key)
    return path


def _put(target: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        inner = target.setdefault(step or str(len(target)), {})
        if not isinstance(inner, dict):
            raise Refusal(f"Invalid parameter: {path[0]}", param=path[0])
        target = inner
    target[path[-1] or str(len(target))] = value


def _listed(name: str, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(key, each) for key, each in value.items()}
    if name not in LISTS:
        return inner
    if not all(re.fullmatch(r"[0-9]{1,6}", key) for key in inner):
        raise Refusal(f"Invalid array: {name}", param=name)
    return [inner[key] for key in sorted(inner, key=int)]
