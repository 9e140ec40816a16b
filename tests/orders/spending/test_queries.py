"""What counts as spent, and what it adds up to."""

from datetime import timedelta

from sqlalchemy.orm import Session

from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.db import Database
from orders.lifecycle import OrderState
from orders.spending import queries
from orders.spending.periods import named
from orders.spending.reckoning import sums_of
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_orders import make_order
from tests.queries import count_queries

YEAR = named("year", jakarta_day(NOW))


def test_orders_that_ended_without_goods_do_not_count(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    counted = [
        make_order(session, buyer, seller, state=state).number for state in (OrderState.PLACED, OrderState.RECEIVED)
    ]
    for state in (OrderState.REJECTED, OrderState.CANCELLED, OrderState.LAPSED):
        make_order(session, buyer, seller, state=state)
    make_order(session, make_buyer(session), seller)
    make_order(session, buyer, seller, now=NOW - timedelta(days=400))

    assert [line.order for line in queries.lines_of(session, buyer, YEAR)] == counted


def test_the_day_is_that_of_jakarta(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_order(session, buyer, seller, now=NOW.replace(year=2025, month=12, day=31, hour=17))
    make_order(session, buyer, seller, now=NOW.replace(year=2025, month=12, day=31, hour=16, minute=59))

    assert [line.day.isoformat() for line in queries.lines_of(session, buyer, YEAR)] == ["2026-01-01"]


def test_goods_are_added_up_by_cooperative_district_and_month(session: Session) -> None:
    village = make_seller(session, name="KDMP Desa", is_pkp=True)
    town = make_seller(session, name="KKMP Kota", region="35.24.05.1003")
    buyer = make_buyer(session)
    for seller, quantity in ((village, 30), (town, 10)):
        make_order(session, buyer, seller, quantity=quantity)

    sums = sums_of(queries.lines_of(session, buyer, YEAR))

    assert sums.goods == sums.village_goods + sums.cooperatives[1].goods
    assert [row.key for row in sums.cooperatives] == ["KDMP Desa", "KKMP Kota"]
    assert {row.key for row in sums.districts} == {"35.24.14", "35.24.05"}
    assert sum(row.percent for row in sums.cooperatives) == 100
    assert [(row.key, row.orders) for row in sums.months] == [("2026-11", 2)]
    assert (sums.orders, sums.products, sums.proven_products) == (2, 2, 0)
    assert sums.tax > 0


def test_nothing_spent_is_no_division_by_zero() -> None:
    sums = sums_of([])

    assert (sums.goods, sums.village_percent, sums.cooperatives) == (0, 0.0, ())


def test_the_number_of_questions_is_fixed(database: Database, session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)

    def asked(actor: Actor) -> int:
        session.expire_all()
        with count_queries(database) as seen:
            queries.district_names(session, queries.lines_of(session, actor, YEAR))
        return len(seen)

    make_order(session, buyer, seller)
    few = asked(buyer)
    for _order in range(3):
        make_order(session, buyer, make_seller(session))

    assert asked(buyer) == few
