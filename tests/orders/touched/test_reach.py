"""What hangs on a paper before and after it is lost, who is told of it, and what can be taken instead."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from catalog import events as goods
from catalog.models import ProductPaper
from catalog.policies.rules import Level, PaperRule, Policy
from certification.models import Certificate
from marketplace.core.clock import jakarta_day
from marketplace.db import Database
from marketplace.notifications.models import Notification
from orders import cart
from orders.lifecycle import OrderState
from orders.touched import personal, subscribers
from orders.touched.models import TouchedNotice
from orders.touched.reach import reach_of
from orders.touched.substitutes import MOST, substitutes_for
from tests.factories import NOW
from tests.factories_certification import make_certificate
from tests.factories_policies import make_policy
from tests.orders.touched.conftest import LATER, Trade, make_snack
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ASKS_HALAL = Policy(papers=(PaperRule(any_of=("halal",), days_left=0, level=Level.BLOCK),))


def put(trade: Trade, count: int = 10) -> None:
    cart.add(trade.session, trade.buyer, trade.product.code, "base", count, now=NOW)


def test_what_would_be_touched_is_known_before_anybody_signs(trade: Trade) -> None:
    trade.order()
    trade.order(OrderState.SHIPPED)
    put(trade)

    before = reach_of(trade.session, trade.halal, now=LATER)
    trade.revoke()
    after = reach_of(trade.session, trade.halal, now=LATER)

    assert before.counts() == after.counts() == {"carts": 1, "orders": 1, "travelling": 1}
    assert before.rupiah == after.rupiah == 2 * 20 * 15_000
    assert [product.name for product in after.products] == [trade.product.name]


def test_goods_with_another_paper_of_the_same_kind_are_not_touched(trade: Trade) -> None:
    trade.order()
    second = make_certificate(trade.session, trade.halal.producer, items=("Keripik Tempe",))
    make_link(trade, second)

    assert not reach_of(trade.session, trade.halal, now=LATER).orders


def make_link(trade: Trade, paper: Certificate) -> None:
    trade.product.papers.append(ProductPaper(certificate=paper, item=paper.items[0]))
    trade.session.flush()


def test_the_reach_costs_the_same_queries_for_many_orders(trade: Trade, database: Database) -> None:
    counts = []
    for _number in range(2):
        trade.order()
        trade.session.flush()
        with count_queries(database) as seen:
            reach_of(trade.session, trade.halal, now=LATER)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_each_person_is_told_once_though_the_event_comes_twice(trade: Trade) -> None:
    trade.order()
    put(trade)
    happening = trade.revoke()

    for _time in range(2):
        subscribers.tell(trade.session, happening, LATER)
        trade.session.flush()

    kinds = trade.session.execute(
        select(Notification.kind, func.count())
        .where(Notification.kind.startswith("certificate_touched"))
        .group_by(Notification.kind)
    )
    assert {row.kind: row[1] for row in kinds} == {
        "certificate_touched_buyer": 1,
        "certificate_touched_official": 1,
        "certificate_touched_seller": 1,
    }
    told = set(trade.session.scalars(select(TouchedNotice.user_id)))
    assert told == {trade.buyer.user_id, trade.seller.user_id, trade.official.user_id}


def test_a_buyer_who_is_not_touched_hears_nothing(trade: Trade) -> None:
    trade.order(OrderState.RECEIVED)
    subscribers.tell(trade.session, trade.revoke(), LATER)
    assert not trade.session.scalars(select(TouchedNotice)).all()


def test_a_paper_that_counts_again_is_told_to_those_who_heard_of_the_hold(trade: Trade) -> None:
    trade.order()
    subscribers.tell(trade.session, trade.hold(), LATER)
    trade.session.flush()
    subscribers.tell_again(trade.session, trade.release(), LATER)

    again = select(func.count()).where(Notification.kind == "certificate_touched_again")
    assert trade.session.scalar(again) == 3


@pytest.mark.parametrize("end", [goods.CHANGE_CONFIRMED, goods.HOLD_LIFTED])
def test_a_product_that_counts_again_is_told_to_those_who_heard_of_its_hold(trade: Trade, end: str) -> None:
    trade.order()
    subscribers.tell(trade.session, trade.happen_to_product(goods.PAPER_HELD), LATER)
    heard = trade.session.scalars(select(TouchedNotice.user_id)).all()
    ended = trade.happen_to_product(end)
    subscribers.tell_again(trade.session, ended, LATER)
    subscribers.tell_again(trade.session, ended, LATER)

    again = select(Notification.user_id).where(Notification.kind == "certificate_touched_again")
    assert sorted(trade.session.scalars(again)) == sorted(heard)
    assert len(heard) == 3


def test_the_end_of_a_hold_of_another_product_is_told_to_nobody(trade: Trade) -> None:
    trade.order()
    subscribers.tell(trade.session, trade.happen_to_product(goods.PAPER_HELD), LATER)
    ended = replace(trade.happen_to_product(goods.HOLD_LIFTED), subject_id=trade.product.id + 1_000)
    subscribers.tell_again(trade.session, ended, LATER)

    assert not trade.session.scalars(select(Notification).where(Notification.kind == "certificate_touched_again")).all()


def test_substitutes_are_of_the_same_kind_to_be_had_and_within_the_policy(trade: Trade) -> None:
    make_policy(trade.session, trade.buyer, ASKS_HALAL)
    producer, session, seller = trade.halal.producer, trade.session, trade.seller
    fitting = []
    for name in ("Keripik Singkong", "Keripik Ubi", "Keripik Sukun", "Keripik Bayam", "Keripik Talas"):
        papers = [make_certificate(session, producer, scheme=scheme, items=(name,)) for scheme in ("halal", "pirt")]
        fitting.append(make_snack(session, seller, *papers, name=name).id)
    permit = make_certificate(session, producer, scheme="pirt", items=("Keripik Polos",))
    make_snack(session, seller, permit, name="Keripik Polos")
    empty = [make_certificate(session, producer, scheme=one, items=("Keripik Habis",)) for one in ("halal", "pirt")]
    make_snack(session, seller, *empty, name="Keripik Habis", stock_reserved=1_000)
    trade.revoke()

    day = jakarta_day(LATER)
    found = substitutes_for(session, trade.buyer.organisation_id or 0, {7: (trade.product, day)}, today=day)

    assert [row.product.id for row in found[7]] == fitting[:MOST]
    assert {row.price for row in found[7]} == {15_000}


def test_an_erased_account_leaves_no_note_that_it_was_told(trade: Trade) -> None:
    trade.order()
    happening = trade.revoke()
    subscribers.tell(trade.session, happening, LATER)
    assert trade.buyer.user_id is not None

    personal.erase(trade.session, replace(happening, subject_id=trade.buyer.user_id), LATER)

    assert trade.buyer.user_id not in set(trade.session.scalars(select(TouchedNotice.user_id)))
