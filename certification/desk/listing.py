"""What an official looks at: one part of the queue, narrowed and in an order. Plain values that fit in an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

MAX_SEARCH = 80


class Tab(StrEnum):
    """A part of the queue."""

    PAPERS = "papers"
    APPLICATIONS = "applications"
    """Receipts, for which there is no paper to approve yet."""
    RETURNED = "returned"
    """Sent back: their holders were asked for a correction."""
    DECIDED = "decided"


class Order(StrEnum):
    """What comes first."""

    AGE = "usia"
    """What waits longest."""
    RISK = "nilai"
    """What most rupiah wait for."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One way of looking at the queue. ``region``: a Kemendagri prefix within the office's area, or empty."""

    tab: Tab = Tab.PAPERS
    region: str = ""
    scheme: str = ""
    q: str = ""
    order: Order = Order.AGE

    @classmethod
    def of(cls, args: Mapping[str, str]) -> "Listing":
        """Read it from an address; what is odd falls back to the beginning."""
        tab, order = args.get("tab", ""), args.get("urut", "")
        return cls(
            tab=Tab(tab) if tab in set(Tab) else Tab.PAPERS,
            region=args.get("wilayah", "").strip()[:13],
            scheme=args.get("skema", "").strip()[:20],
            q=" ".join(args.get("q", "").replace("\x00", "").split())[:MAX_SEARCH],
            order=Order(order) if order in set(Order) else Order.AGE,
        )

    def args(self) -> dict[str, Any]:
        """Return it for an address, without what goes without saying."""
        named = {"tab": self.tab, "wilayah": self.region, "skema": self.scheme, "q": self.q, "urut": self.order}
        plain = {"tab": Tab.PAPERS, "urut": Order.AGE}
        return {name: str(value) for name, value in named.items() if value and value != plain.get(name)}

    def on(self, tab: Tab) -> "Listing":
        """Return the same narrowing on another part of the queue."""
        return replace(self, tab=tab)

    def by(self, order: Order) -> "Listing":
        """Return the same list in another order."""
        return replace(self, order=order)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or a search leaves something out."""
        return bool(self.region or self.scheme or self.q)

    @property
    def waits(self) -> bool:
        """Whether what is listed waits for an official."""
        return self.tab in (Tab.PAPERS, Tab.APPLICATIONS)
