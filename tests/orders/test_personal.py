"""What orders tell a person of themself, and what goes with the account."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.queries import organisation
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.privacy import erasing
from orders import cart, personal
from orders.lifecycle import OrderState
from orders.models import CartLine, Order
from tests.factories import NOW, make_buyer, make_member, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order


def colleague_of(session: Session, actor: Actor) -> Actor:
    """Make a colleague who can look after the organisation too."""
    return make_member(session, organisation(session, actor.organisation_id), Role.BUYER)


def test_a_person_reads_numbers_days_and_sums_and_nothing_of_others(session: Session) -> None:
    buyer, seller = make_buyer(session), make_seller(session)
    order = make_order(session, buyer, seller, state=OrderState.RECEIVED)
    make_order(session, make_buyer(session), seller)
    product = make_product(session, seller, name="Batik Uji")
    cart.add(session, buyer, product.code, "base", 10, now=NOW)

    mine = personal.orders(session, buyer.user_id)
    assert [row["number"] for row in mine] == [order.number]
    assert set(mine[0]) == {"number", "placed_at", "state", "total"}
    assert [row["number"] for row in personal.handled(session, seller.user_id)] == [order.number]
    assert [row["number"] for row in personal.handled(session, buyer.user_id)] == [order.number]
    assert [(row["product"], row["count"]) for row in personal.cart(session, buyer.user_id)] == [("Batik Uji", 10)]
    assert personal.orders(session, seller.user_id) == []


def test_with_the_account_goes_the_cart_and_orders_stay(database: Database, session: Session) -> None:
    buyer, seller = make_buyer(session, email="pembeli@uji.test"), make_seller(session)
    colleague = colleague_of(session, buyer)
    order = make_order(session, buyer, seller)
    product = make_product(session, seller)
    for actor in (buyer, colleague):
        cart.add(session, actor, product.code, "base", 10, now=NOW)
    erasing.erase(session, buyer, "pembeli@uji.test", now=NOW)
    session.commit()

    outbox.drain(database, now=NOW + timedelta(seconds=1))

    with database.reading() as fresh:
        assert list(fresh.scalars(select(CartLine.user_id))) == [colleague.user_id]
        kept = fresh.scalars(select(Order)).one()
        assert (kept.number, kept.placed_by_id, kept.total) == (order.number, buyer.user_id, order.total)
