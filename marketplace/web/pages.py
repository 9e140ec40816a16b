"""What pages share: paging, coming back to where one was, and messages after an action."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Response, flash, request

from marketplace.core.numbers import whole

T = TypeVar("T")
PER_PAGE = 24


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its items, its number, and how many there are in all."""

    items: Sequence[T]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    def url_for_page(self, number: int) -> str:
        """Return this list's address with the same filters on another page."""
        args = [(key, value) for key, value in request.args.items(multi=True) if key not in ("page", "lang")]
        return f"{request.path}?{urlencode([*args, ('page', str(number))])}"


def page_number() -> int:
    """Return the wanted page from ``?page=``; anything odd is page 1."""
    return min(whole(request.args.get("page", ""), 1) or 1, 100_000)


MAX_WORDS = 100


def asked_words() -> str:
    """Return what the list is searched for, from ``?q=``: one line, without the zero byte that PostgreSQL refuses."""
    return " ".join(request.args.get("q", "").replace("\x00", "").split())[:MAX_WORDS]


def safe_target(target: str | None, default: str = "/") -> str:
    """Return a path of this site to go back to; an address of elsewhere becomes the default."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(letter) < 32 for letter in target):
        return default
    return target


def attachment(content: bytes, mimetype: str, name: str) -> Response:
    """Answer a file to be saved under a name (plain ASCII); nobody on the way may keep it."""
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def done(message: Any) -> None:
    """Say that an action worked: shown once on the next page."""
    flash(str(message), "ok")


def warn(message: Any) -> None:
    """Say that something needs attention: shown once on the next page."""
    flash(str(message), "bad")
