"""Reading orders: one's own by number, lists of both sides, counts for menus, and what a party may do."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from catalog.fairs.models import Booth
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from orders.lifecycle import CLOSED, OrderAction, OrderParty, OrderState
from orders.models import Order, OrderGroup, Receipt, Shipment
from orders.opening import NEEDED, offered, party_of
from orders.payments.lifecycle import PaymentMethod, PaymentState
from orders.timeline import Step as Step
from orders.timeline import timeline_of as timeline_of
from orders.timeline import timelines_of as timelines_of
from orders.timeline import who_acts as who_acts

MY_TURN = "my_turn"
"""In place of a state: the orders in which the asker has to act."""

WHOLE: Sequence[ORMOption] = (
    joinedload(Order.buyer).joinedload(Organisation.region),
    joinedload(Order.seller).joinedload(Organisation.region),
    joinedload(Order.placed_by),
    joinedload(Order.group),
    joinedload(Order.booth).joinedload(Booth.fair),
    selectinload(Order.lines),
    selectinload(Order.shipments).selectinload(Shipment.lines),
    selectinload(Order.receipts).selectinload(Receipt.lines),
)
"""Loads an order with all that its page shows."""


def order_of(session: Session, actor: Actor, number: str) -> Order:
    """Return an order of the asker's side by number; raise ``NotFound`` for a stranger's."""
    wanted = scope.rows(actor, Order).where(Order.number == number.replace("\x00", "").upper())
    order = session.scalar(wanted.options(*WHOLE))
    if order is None:
        raise NotFound()
    return order


def group_of(session: Session, actor: Actor, code: str) -> OrderGroup:
    """Return one of the buyer's own checkouts with its orders; raise ``NotFound``."""
    wanted = scope.rows(actor, OrderGroup).where(OrderGroup.code == code.replace("\x00", "").upper())
    group = session.scalar(wanted.options(selectinload(OrderGroup.orders).joinedload(Order.seller)))
    if group is None:
        raise NotFound()
    return group


def most_urgent(session: Session, actor: Actor, party: OrderParty, limit: int) -> list[Order]:
    """Return the orders in which it is the asker's turn, what is due first at the top."""
    wanted = side(actor, party, MY_TURN).options(joinedload(Order.buyer), joinedload(Order.seller))
    return list(session.scalars(wanted.order_by(Order.act_by, Order.id).limit(limit)))


def counts(session: Session, actor: Actor, party: OrderParty) -> dict[str, int]:
    """Return how many orders stand in each state on one side of the asker's organisation."""
    table = side(actor, party, None).with_only_columns(Order.state, func.count()).group_by(Order.state)
    found = {str(state): int(number) for state, number in session.execute(table)}
    return {state: found.get(state, 0) for state in OrderState}


def buying_count(session: Session, actor: Actor) -> int:
    """Return in how many orders the buyer has to act."""
    return count_of(session, side(actor, OrderParty.BUYER, MY_TURN))


def selling_count(session: Session, actor: Actor) -> int:
    """Return in how many orders the cooperative has to act."""
    return count_of(session, side(actor, OrderParty.SELLER, MY_TURN))


def actions_of(actor: Actor, order: Order) -> tuple[OrderAction, ...]:
    """Return what somebody may do with an order now: by side, right, state, money and quote."""
    party = party_of(actor, order)
    return offered(order, party) if party is not None and actor.can(NEEDED[party]) else ()


def sold_since(session: Session, cooperative_id: int, since: datetime) -> tuple[int, int]:
    """Return how many orders to a cooperative were placed since then and did not end, and their total in rupiah."""
    living = select(func.count(), func.coalesce(func.sum(Order.total), 0)).where(
        Order.seller_id == cooperative_id, Order.placed_at >= since, Order.state.not_in(CLOSED)
    )
    number, total = session.execute(living).one()
    return int(number), int(total)


def side(actor: Actor, party: OrderParty, state: str | None) -> Select[Order]:
    """Select the orders on one side of the asker's organisation; of one state, or ``MY_TURN``."""
    column = Order.buyer_id if party == OrderParty.BUYER else Order.seller_id
    mine = scope.rows(actor, Order).where(column == actor.organisation_id)
    if state == MY_TURN:
        return mine.where(turn_is(party))
    return mine.where(Order.state == state) if state in set(OrderState) else mine


def turn_is(party: OrderParty) -> ColumnElement[bool]:
    """Build the condition "this party acts next": what ``turns`` says of one order, for lists and counts."""
    awaiting = Order.state == OrderState.AWAITING_SHIPPING_QUOTE
    waiting_for_money = Order.state.in_([OrderState.PLACED, OrderState.CONFIRMED])
    if party == OrderParty.BUYER:
        return or_(
            and_(awaiting, Order.shipping_cost.is_not(None)),
            and_(waiting_for_money, Order.payment_state == PaymentState.UNPAID),
            Order.state.in_([OrderState.SHIPPED, OrderState.PARTLY_RECEIVED]),
        )
    ended = Order.state.in_(CLOSED)
    return or_(
        and_(awaiting, Order.shipping_cost.is_(None)),
        and_(or_(waiting_for_money, ended), Order.payment_state == PaymentState.PROOF_SENT),
        and_(waiting_for_money, Order.payment_state == PaymentState.PAID),
        Order.state == OrderState.PARTLY_SHIPPED,
        and_(
            ended,
            Order.payment_state.in_([PaymentState.PAID, PaymentState.REFUND_DUE]),
            Order.payment_method == PaymentMethod.BANK_TRANSFER,
        ),
    )


def count_of(session: Session, wanted: Select[Order]) -> int:
    """Return how many orders a list has."""
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def numbers_of(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the numbers of orders, for lists that name them; the order itself is its parties' to see."""
    rows = session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {order_id: (number, "") for order_id, number in rows}
