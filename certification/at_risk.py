"""What hangs on a certificate: the listings, orders and rupiah that wait for it. Packages above fill the register."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Risk:
    """What waits for one certificate, or is touched by its end. ``rupiah``: before PPN, not yet received."""

    listings: int = 0
    orders: int = 0
    rupiah: int = 0

    def __add__(self, other: "Risk") -> "Risk":
        return Risk(
            listings=self.listings + other.listings,
            orders=self.orders + other.orders,
            rupiah=self.rupiah + other.rupiah,
        )

    def __bool__(self) -> bool:
        return bool(self.listings or self.orders or self.rupiah)


NOTHING = Risk()
Reckoner: TypeAlias = Callable[[Session, Collection[int]], Mapping[int, Risk]]
"""Reckons one part of the risk of several certificates by their id, in a fixed number of queries."""

_reckoners: list[Reckoner] = []


def register(reckoner: Reckoner) -> None:
    """Add a part; adding it again changes nothing."""
    if reckoner not in _reckoners:
        _reckoners.append(reckoner)


def risks(session: Session, certificate_ids: Collection[int]) -> dict[int, Risk]:
    """Return what hangs on each of these certificates now: the sum of all parts, ``NOTHING`` where none has any."""
    found = dict.fromkeys(certificate_ids, NOTHING)
    for reckoner in _reckoners if certificate_ids else ():
        for certificate_id, part in reckoner(session, certificate_ids).items():
            found[certificate_id] += part
    return found
