"""What the packages above show at the desk: figures that want attention, tables of rules, names of subjects."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from flask import Flask, current_app
from sqlalchemy.orm import Session

Title: TypeAlias = tuple[str, str]
"""What a subject is called, and its address (empty where there is no page)."""
Titles: TypeAlias = Callable[[Session, Collection[int]], Mapping[int, Title]]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure on the desk's first page; it calls for attention while it is not zero."""

    label: Any
    endpoint: str
    count: Callable[[Session], int]
    icon: str
    position: int
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class RuleTable:
    """A table of rules as it stands on a day: what the code goes by, for people to read."""

    title: Any
    about: Any
    columns: Sequence[Any]
    rows: Callable[[date], Sequence[Sequence[Any]]]
    position: int


def add_card(app: Flask, *cards: Card) -> None:
    """Put figures on the desk."""
    app.extensions.setdefault("desk_cards", []).extend(cards)


def add_rules(app: Flask, *tables: RuleTable) -> None:
    """Show tables of rules."""
    app.extensions.setdefault("desk_rules", []).extend(tables)


def name_subjects(app: Flask, kind: str, titles: Titles) -> None:
    """Say how the subjects of a kind of event are called; asked once for all of a page."""
    app.extensions.setdefault("desk_subjects", {})[kind] = titles


def cards() -> list[Card]:
    """Return the figures in their order."""
    return sorted(current_app.extensions.get("desk_cards", []), key=lambda card: card.position)


def rule_tables() -> list[RuleTable]:
    """Return the tables in their order."""
    return sorted(current_app.extensions.get("desk_rules", []), key=lambda table: table.position)


def titles_of(session: Session, subjects: Collection[tuple[str, int]]) -> dict[tuple[str, int], Title]:
    """Return what subjects (kind and id) are called; one query for each kind."""
    known: dict[str, Titles] = current_app.extensions.get("desk_subjects", {})
    found: dict[tuple[str, int], Title] = {}
    for kind in sorted({kind for kind, _ in subjects} & known.keys()):
        named = known[kind](session, {id_ for other, id_ in subjects if other == kind})
        found.update({(kind, id_): title for id_, title in named.items()})
    return found
