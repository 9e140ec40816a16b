"""Which goods of the shop stand on a paper: a register that the packages above fill, since this one sells nothing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Goods:
    """One product on sale that a paper covers."""

    name: str
    path: str
    """Of its page."""
    printed_name: str
    """The name on the paper under which it is covered."""


Finder = Callable[[Session, Collection[int], date], Mapping[int, Sequence[Goods]]]
"""Finds by certificate id what everybody may see on a day of the goods that it covers, in a fixed number of queries."""

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let one more package say what stands on papers; a second time changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def goods_on(session: Session, certificate_ids: Collection[int], day: date) -> dict[int, list[Goods]]:
    """Return for each certificate id the goods of the shop that stand on it on a day in Jakarta, by name."""
    found: dict[int, list[Goods]] = {number: [] for number in certificate_ids}
    for finder in _finders if found else ():
        for number, goods in finder(session, list(found), day).items():
            found[number].extend(goods)
    return {number: sorted(goods, key=lambda row: row.name.casefold()) for number, goods in found.items()}
