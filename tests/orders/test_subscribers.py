"""Who is told what of an order."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, User
from marketplace.core.roles import Actor, Role
from marketplace.events.models import Event
from marketplace.events.subscriptions import Happening
from marketplace.notifications.models import Notification
from orders import services, subscribers
from orders.lifecycle import OrderState
from orders.models import Order
from tests.factories import NOW, make_buyer, make_member, make_seller
from tests.factories_orders import make_order, pay, quote, receive, ship


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session, name="KDMP Penjual")


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session, name="PT Pembeli")


def tell(session: Session, order: Order) -> dict[int, list[str]]:
    """Deliver the latest event of an order and return person to the kinds of the new notices."""
    session.flush()
    event = session.scalars(select(Event).where(Event.subject_id == order.id, Event.subject_kind == "order")).all()[-1]
    before = set(session.scalars(select(Notification.id)))
    subscribers.tell(
        session,
        Happening(
            id=event.id,
            name=event.name,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            actor_user_id=event.actor_user_id,
            actor_organisation_id=event.actor_organisation_id,
            occurred_at=event.occurred_at,
            data=event.data,
        ),
        NOW,
    )
    session.flush()
    found: dict[int, list[str]] = {}
    for notice in session.scalars(select(Notification).order_by(Notification.id)):
        if notice.id not in before:
            found.setdefault(notice.user_id, []).append(notice.kind)
    return found


def test_a_new_order_is_told_to_the_seller_and_how_to_pay_to_the_buyer(
    session: Session, seller: Actor, buyer: Actor
) -> None:
    order = make_order(session, buyer, seller)

    assert tell(session, order) == {seller.user_id: ["order_placed"], buyer.user_id: ["order_to_pay"]}


def test_an_order_without_a_rate_asks_the_seller_for_the_cost(session: Session, seller: Actor, buyer: Actor) -> None:
    order = make_order(session, buyer, seller, state=OrderState.AWAITING_SHIPPING_QUOTE)

    assert tell(session, order) == {seller.user_id: ["order_to_quote"]}
    quote(session, seller, order)
    assert tell(session, order) == {buyer.user_id: ["order_quoted"]}
    services.accept_shipping(session, buyer, order, now=NOW)
    assert tell(session, order) == {seller.user_id: ["order_shipping_accepted"], buyer.user_id: ["order_to_pay"]}


def test_goods_are_told_to_the_party_that_waits_for_them(session: Session, seller: Actor, buyer: Actor) -> None:
    order = make_order(session, buyer, seller)
    pay(session, order)
    services.confirm(session, seller, order, now=NOW)
    assert tell(session, order) == {buyer.user_id: ["order_confirmed"]}
    ship(session, seller, order)
    assert tell(session, order) == {buyer.user_id: ["order_shipped"]}
    receive(session, buyer, order)
    assert tell(session, order) == {seller.user_id: ["order_received"]}


def test_a_cancellation_is_told_to_the_other_party(session: Session, seller: Actor, buyer: Actor) -> None:
    by_buyer = make_order(session, buyer, seller)
    by_seller = make_order(session, buyer, seller, state=OrderState.CONFIRMED)

    services.cancel(session, buyer, by_buyer, now=NOW)
    assert tell(session, by_buyer) == {seller.user_id: ["order_cancelled"]}
    services.cancel(session, seller, by_seller, "Kebanjiran.", now=NOW)
    assert tell(session, by_seller) == {buyer.user_id: ["order_cancelled"]}


def test_money_owed_is_told_to_the_buyer_and_to_those_who_may_send_it(
    session: Session, seller: Actor, buyer: Actor
) -> None:
    cooperative = session.get_one(Organisation, seller.organisation_id)
    make_member(session, cooperative, Role.STAFF)
    order = make_order(session, buyer, seller, paid=True)

    services.reject(session, seller, order, "Habis.", now=NOW)

    assert tell(session, order) == {buyer.user_id: ["order_refund_due"], seller.user_id: ["order_refund_owed"]}


def test_everybody_reads_their_own_language_and_no_place_stays_open(
    session: Session, seller: Actor, buyer: Actor
) -> None:
    session.get_one(User, buyer.user_id).language = "en"
    order = make_order(session, buyer, seller)

    tell(session, order)

    notices = {notice.user_id: notice for notice in session.scalars(select(Notification))}
    assert notices[buyer.user_id].title == f"Order {order.number}: how to pay"
    assert notices[seller.user_id].title == f"Pesanan baru {order.number}"
    assert notices[seller.user_id].url == f"/pesanan/{order.number}"
    assert all("%(" not in notice.title + notice.body for notice in notices.values())


@pytest.mark.parametrize("name", subscribers.TELLING)
def test_every_notice_can_be_filled_with_what_an_order_knows(
    session: Session, seller: Actor, buyer: Actor, name: str
) -> None:
    order = make_order(session, buyer, seller)
    happening = Happening(
        id=1,
        name=name,
        subject_kind="order",
        subject_id=order.id,
        actor_user_id=None,
        actor_organisation_id=None,
        occurred_at=NOW,
        data={},
    )

    subscribers.tell(session, happening, NOW)

    session.flush()
    bodies = [notice.body for notice in session.scalars(select(Notification))]
    assert bodies
    assert not [body for body in bodies if "%(" in body]
