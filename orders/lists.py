"""Lists of orders: what is asked of them, and the rows that answer it, for pages, programs and spreadsheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql.elements import UnaryExpression

from marketplace.accounts.models import Organisation
from marketplace.core.clock import JAKARTA, read_day
from marketplace.core.roles import Actor
from marketplace.web.pages import PER_PAGE, Page
from orders.lifecycle import OrderParty
from orders.models import Order, OrderLine
from orders.payments.lifecycle import PaymentState
from orders.queries import count_of, side
from orders.texts import clean

MAX_WORDS = 100
MAX_EXPORT = 5_000
"""Orders in one spreadsheet: more than a cooperative has in years; beyond it a narrower period is asked for."""
LISTED: Sequence[ORMOption] = (joinedload(Order.buyer), joinedload(Order.seller), selectinload(Order.lines))
"""Loads an order with what a list shows of it."""


class Sort(StrEnum):
    """Orders of a list; the words are those of the address."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    HIGHEST = "highest"


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a list is narrowed to. An odd value narrows nothing: a bookmark never breaks."""

    words: str = ""
    """Part of the number, of the buyer's own reference, of a product, or of the other party's name."""
    state: str = ""
    """A state of the order, or ``queries.MY_TURN``."""
    payment: str = ""
    since: date | None = None
    """First day in Jakarta on which an order may have been placed."""
    until: date | None = None
    """Last day."""
    sort: str = Sort.NEWEST

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the sort order is asked for."""
        return any((self.words, self.state, self.payment, self.since, self.until))


def read_filter(args: Mapping[str, str]) -> OrderFilter:
    """Read a filter out of an address; what cannot be read narrows nothing."""
    return OrderFilter(
        words=clean(args.get("q", ""), MAX_WORDS),
        state=args.get("state", ""),
        payment=args.get("payment", ""),
        since=read_day(args.get("since", "")),
        until=read_day(args.get("until", "")),
        sort=args.get("sort", Sort.NEWEST),
    )


def party_for(actor: Actor) -> OrderParty:
    """Return on which side of its orders an organisation stands: a cooperative sells, all others buy."""
    return OrderParty.SELLER if actor.is_seller else OrderParty.BUYER


def found(
    session: Session,
    actor: Actor,
    asked: OrderFilter,
    page: int = 1,
    per_page: int = PER_PAGE,
    *,
    loads: Sequence[ORMOption] = LISTED,
) -> Page[Order]:
    """Return one page of the orders of the asker's side. ``loads``: what is loaded with each of them."""
    wanted = _wanted(actor, asked)
    total = count_of(session, wanted)
    shown = _sorted(wanted, asked.sort).offset((page - 1) * per_page).limit(per_page)
    return Page(list(session.scalars(shown.options(*loads))), page, per_page, total)


def all_found(session: Session, actor: Actor, asked: OrderFilter) -> Sequence[Order]:
    """Return all that fits, at most ``MAX_EXPORT`` orders, with their lines."""
    wanted = _sorted(_wanted(actor, asked), asked.sort).limit(MAX_EXPORT)
    return session.scalars(wanted.options(*LISTED)).all()


def placed_within(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    """Build the conditions "placed from this day to that day in Jakarta"; None leaves that end open."""
    bounds: list[ColumnElement[bool]] = []
    if since is not None:
        bounds.append(Order.placed_at >= midnight(since))
    if until is not None and until < date.max:
        bounds.append(Order.placed_at < midnight(until + timedelta(days=1)))
    return bounds


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Jakarta; the first days of the calendar have none before them."""
    return datetime.combine(max(day, date(1900, 1, 1)), time(), JAKARTA)


def _wanted(actor: Actor, asked: OrderFilter) -> Select[Order]:
    party = party_for(actor)
    wanted = side(actor, party, asked.state).where(*placed_within(asked.since, asked.until))
    if asked.payment in set(PaymentState):
        wanted = wanted.where(Order.payment_state == asked.payment)
    words = clean(asked.words, MAX_WORDS)
    return wanted.where(_holds(party, words)) if words else wanted


def _holds(party: OrderParty, words: str) -> ColumnElement[bool]:
    other = Order.seller_id if party == OrderParty.BUYER else Order.buyer_id
    named = select(Organisation.id).where(Organisation.name.icontains(words, autoescape=True))
    goods = select(OrderLine.id).where(
        OrderLine.order_id == Order.id, OrderLine.product_name.icontains(words, autoescape=True)
    )
    holds = (column.icontains(words, autoescape=True) for column in (Order.number, Order.buyer_reference))
    return or_(*holds, other.in_(named), goods.exists())


def _sorted(wanted: Select[Order], sort: str) -> Select[Order]:
    ways: dict[str, tuple[UnaryExpression[Any], ...]] = {
        Sort.OLDEST: (Order.placed_at.asc(), Order.id.asc()),
        Sort.DUE: (Order.act_by.asc().nulls_last(), Order.id.asc()),
        Sort.HIGHEST: (Order.total.desc(), Order.id.desc()),
    }
    return wanted.order_by(*ways.get(sort, (Order.placed_at.desc(), Order.id.desc())))
