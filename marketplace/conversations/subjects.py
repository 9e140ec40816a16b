"""What conversations can be about: a register that the packages above fill, since the ground knows no products."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One thing that two organisations can write about."""

    id: int
    key: str
    """Its public name: a product's code, an order's number."""
    title: str
    url: str
    """Path of its page."""
    seller_organisation_id: int
    buyer_organisation_id: int | None = None
    """None where any buyer may ask."""


Resolver = Callable[[Session, Actor, str], Subject]
"""Finds a subject by its public name for somebody who may see it; raises ``NotFound`` for everybody else."""


@dataclass(frozen=True)
class Kind:
    """One kind of subject: how it is found, called and drawn."""

    resolver: Resolver
    label: Any
    icon: str


_register: dict[str, Kind] = {}


def register(name: str, resolver: Resolver, *, label: Any, icon: str) -> None:
    """Let conversations be about one more kind of things."""
    _register[name] = Kind(resolver, label, icon)


def resolve(session: Session, actor: Actor, kind: str, key: str) -> Subject:
    """Return what an address names (``product``, ``AB12``) as the actor may see it; raise ``NotFound``."""
    if kind not in _register or not key or "\x00" in key:
        raise NotFound()
    return _register[kind].resolver(session, actor, key)


def kind_of(name: str) -> Kind | None:
    """Return what is known of a kind, or None where no package registers it any more."""
    return _register.get(name)
