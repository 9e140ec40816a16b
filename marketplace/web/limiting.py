"""What views say about limits: which of them counts their visitors, and by what."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request

from marketplace.accounts.access import Unauthenticated, current_actor
from marketplace.core.clock import now
from marketplace.limits import rules
from marketplace.limits.counting import Counter
from marketplace.limits.rules import Limit
from marketplace.web.api import PREFIX
from marketplace.web.proxies import countable

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Rate:
    """How a view is limited: by what rule, and for which methods."""

    limit: Limit
    methods: Collection[str]


def counter() -> Counter:
    """Return the counter of the running app."""
    found: Counter = current_app.extensions["counter"]
    return found


def limited(limit: Limit, *methods: str) -> Callable[[View], View]:
    """Limit a view: counted for the person who is signed in, for the address of a stranger.

    Without ``methods`` only what changes something counts (POST).
    """

    def mark(view: View) -> View:
        view.__dict__["rate"] = Rate(limit, methods or ("POST",))
        return view

    return mark


def hit(limit: Limit, *parts: object) -> None:
    """Count one try now, for an address and for what else is named; raise ``TooMany``."""
    counter().hit(limit, address(), *parts, now=now())


def address() -> str:
    """Return the visitor's address as it is counted; only named proxies may say another one (``TRUSTED_PROXIES``)."""
    return countable(request.remote_addr)


def init_app(app: Flask) -> None:
    """Count before any view runs."""
    app.extensions["counter"] = Counter(app.extensions["database"])
    app.before_request(_count)


def _count() -> None:
    rate: Rate | None = getattr(current_app.view_functions.get(request.endpoint or ""), "rate", None)
    if request.path.startswith(f"{PREFIX}/"):
        counter().hit(rules.API, _who(), now=now())
    if rate is not None and request.method in rate.methods:
        counter().hit(rate.limit, _who(), now=now())


def _who() -> str:
    try:
        actor = current_actor()
    except Unauthenticated:  # a dead token is refused after this, and counts for where it came from
        actor = None
    return f"person {actor.user_id}" if actor is not None else f"address {address()}"
