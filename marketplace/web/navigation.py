"""The menus of each workplace. Packages add their entries at wiring, so the frame knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from marketplace.core.roles import Actor, Permission
from marketplace.web.database import reading

Count = Callable[[Session, Actor], int]
VISITOR = "visitor"
BUYER = "buyer"
SELLER = "seller"
OFFICIAL = "official"
OPERATOR = "operator"
ACCOUNT = "account"
"""Not a workplace but the pages about oneself, which everybody who is signed in has."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a menu: for whom, where it leads, and what it counts."""

    workplace: str
    label: Any
    endpoint: str
    icon: str
    position: int
    permission: Permission | None = None
    count: Count | None = None
    on_tabbar: bool = False
    """Whether it is among the four of the cooperative's bottom bar on phones."""
    in_header: bool = False
    """Whether it stands with its icon beside the search field, not in the menu."""
    tucked: bool = False
    """Whether it stands on the workplace's first page only: what is needed seldom would crowd the menu."""


@dataclass(frozen=True)
class Item:
    """An entry as a template shows it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int


def add(app: Flask, *entries: Entry) -> None:
    """Add entries to the menus of an app."""
    app.extensions.setdefault("navigation", []).extend(entries)


def workplace_of(actor: Actor | None) -> str:
    """Return whose menu a visitor sees."""
    if actor is None or actor.organisation_kind is None:
        return VISITOR
    if not (actor.organisation_active or actor.organisation_suspended):
        return VISITOR
    if actor.is_buyer:
        return BUYER
    return {"cooperative": SELLER, "agency": OFFICIAL, "operator": OPERATOR}[actor.organisation_kind]


def account_items(actor: Actor) -> list[Item]:
    """Return the pages about oneself, in order: for the side menu of the account."""
    entries: list[Entry] = current_app.extensions.get("navigation", [])
    mine = [e for e in entries if e.workplace == ACCOUNT and (e.permission is None or actor.can(e.permission))]
    items = [_item(entry, actor) for entry in sorted(mine, key=lambda e: e.position)]
    # Every address here begins with the first one's, so only the page itself is the current one.
    return [replace(item, current=item.url == request.path) for item in items]


def first_own(actor: Actor) -> str | None:
    """Return the endpoint of the first page of the actor's menu that asks for a right, or None without one."""
    entries: list[Entry] = current_app.extensions.get("navigation", [])
    mine = [e for e in entries if e.workplace == workplace_of(actor) and e.permission and actor.can(e.permission)]
    return min(mine, key=lambda e: e.position).endpoint if mine else None


@dataclass(frozen=True)
class Menus:
    """Everything that a page offers a visitor to go to, each list in order."""

    menu: list[Item]
    header: list[Item]
    tabbar: list[Item]
    tucked: list[Item]


def menus(actor: Actor | None) -> Menus:
    """Return the menus of a visitor; every entry is counted once, however often it is shown."""
    wanted = workplace_of(actor)
    entries: list[Entry] = current_app.extensions.get("navigation", [])
    mine = [e for e in entries if e.workplace == wanted]
    allowed = [e for e in mine if e.permission is None or (actor is not None and actor.can(e.permission))]
    ordered = sorted(allowed, key=lambda e: e.position)
    shown = list(zip(ordered, _one_current([_item(entry, actor) for entry in ordered]), strict=True))
    return Menus(
        menu=[item for entry, item in shown if not entry.in_header and not entry.tucked],
        header=[item for entry, item in shown if entry.in_header],
        tabbar=[item for entry, item in shown if entry.on_tabbar] if wanted == SELLER else [],
        tucked=[item for entry, item in shown if entry.tucked],
    )


NO_MENUS = Menus([], [], [], [])
"""For a page that must not ask the database."""


def _one_current(items: list[Item]) -> list[Item]:
    """Leave the mark on the nearest page alone where one address begins with another's."""
    nearest = max((len(item.url) for item in items if item.current), default=0)
    return [replace(item, current=item.current and len(item.url) == nearest) for item in items]


def _item(entry: Entry, actor: Actor | None) -> Item:
    url = url_for(entry.endpoint)
    current = request.path == url or (url != "/" and request.path.startswith(url + "/"))
    count = entry.count(reading(), actor) if entry.count is not None and actor is not None else 0
    return Item(str(entry.label), url, entry.icon, current, count)
