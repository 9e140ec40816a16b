"""What a checkout would come to, for each cooperative and in all: shown before ordering, and ordered as shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Invalid
from marketplace.core.money import Rupiah
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from orders import cart
from orders.basket import Cart, Group, Problem
from orders.shipping import Option
from orders.totals import Totals, totals_of

QUOTE = "quote"
"""Chosen instead of a shipping method: the seller is asked what shipping costs."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What becomes one order. ``option`` is None where the seller is asked what shipping costs."""

    group: Group
    option: Option | None
    totals: Totals
    delivery_by: date | None = None
    """The promised day (Jakarta), an estimate; filled in by ``orders.policing``."""

    @property
    def asks_quote(self) -> bool:
        """Whether the order waits for the seller's shipping quote."""
        return self.option is None


@dataclass(frozen=True)
class Preview:
    """All orders that a checkout makes."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> Rupiah:
        """Of all orders, with PPN and the shipping that is known."""
        return sum(part.totals.total for part in self.parts)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that must be mended before ordering."""
        return tuple(problem for part in self.parts for item in part.group.lines for problem in item.problems)

    @property
    def asks_quote(self) -> bool:
        """Whether a seller must say what shipping costs before all can be paid."""
        return any(part.asks_quote for part in self.parts)


def preview(
    session: Session, actor: Actor, *, region: str, shipping: Mapping[int, str] | None = None, now: datetime
) -> Preview:
    """Return what ordering the cart would come to; where a choice is missing or gone, the first way to ship."""
    cart.check_buyer(actor)
    contents = cart.contents(session, actor, region=region, now=now)
    return Preview(tuple(_proposal(group, (shipping or {}).get(group.seller.id, ""), now) for group in contents.groups))


def chosen(contents: Cart, shipping: Mapping[int, str], *, now: datetime) -> Preview:
    """Return what exactly these choices come to; raise ``Invalid`` on ``shipping_<seller id>`` for one not offered."""
    return Preview(tuple(_choice(group, shipping.get(group.seller.id, ""), now) for group in contents.groups))


def proposed(contents: Cart, *, now: datetime) -> Preview:
    """Return what a cart comes to with the first way to ship; where none brings the goods, the seller is asked."""
    return Preview(tuple(_proposal(group, "", now) for group in contents.groups))


def _proposal(group: Group, wish: str, now: datetime) -> Part:
    if wish == QUOTE and group.needs_quote:
        return _part(group, None, now)
    proposed = None if group.needs_quote else group.options[0]
    return _part(group, _ways(group).get(wish, proposed), now)


def _choice(group: Group, wish: str, now: datetime) -> Part:
    option = _ways(group).get(wish)
    if option is None and not (group.needs_quote and wish in ("", QUOTE)):
        words = _l("Choose how %(seller)s ships the goods.", seller=group.seller.name)
        raise Invalid.field(f"shipping_{group.seller.id}", words)
    return _part(group, option, now)


def _ways(group: Group) -> dict[str, Option]:
    return {str(option.method): option for option in group.options}


def _part(group: Group, option: Option | None, now: datetime) -> Part:
    totals = totals_of(
        [(item.amount, item.tax) for item in group.lines],
        option.cost if option else None,
        seller_is_pkp=group.seller.is_pkp,
        day=jakarta_day(now),
    )
    return Part(group=group, option=option, totals=totals)
