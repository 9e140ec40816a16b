"""The register of who hears of what: filled by each package's ``subscribers`` and ``wiring`` at import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from marketplace.db import Database


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event as its subscribers see it: a plain value, never a database row."""

    id: int
    name: str
    subject_kind: str
    subject_id: int
    actor_user_id: int | None
    actor_organisation_id: int | None
    occurred_at: datetime
    data: dict[str, Any]


Inside: TypeAlias = Callable[[Session, Happening, datetime], None]
"""Runs in the transaction that marks the delivery done: exactly once in effect."""
Outside: TypeAlias = Callable[[Database, Happening, datetime], None]
"""Runs without a transaction (search engine, refund): may run again, so it must be idempotent."""


@dataclass(frozen=True)
class Subscription:
    """One subscriber: its unique name, the events it wants, and its handler of one of two kinds."""

    name: str
    events: frozenset[str]
    inside: Inside | None = None
    outside: Outside | None = None


_register: dict[str, Subscription] = {}


def subscribe(name: str, *events: str) -> Callable[[Inside], Inside]:
    """Register a handler that works in the database only."""

    def keep(handler: Inside) -> Inside:
        _register[name] = Subscription(name, frozenset(events), inside=handler)
        return handler

    return keep


def subscribe_outside(name: str, *events: str) -> Callable[[Outside], Outside]:
    """Register a handler that talks to something outside the database."""

    def keep(handler: Outside) -> Outside:
        _register[name] = Subscription(name, frozenset(events), outside=handler)
        return handler

    return keep


def of(event_name: str) -> list[Subscription]:
    """Return the subscriptions of an event, by name."""
    return sorted((s for s in _register.values() if event_name in s.events), key=lambda s: s.name)


def named(name: str) -> Subscription | None:
    """Return one subscription, or None where it is gone from the code."""
    return _register.get(name)
