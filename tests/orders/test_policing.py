"""A buyer's policy at cart, ordering, dispatch and receipt: asked, refused, told, and never in the way of goods."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.policies.rules import Level, PaperRule, Policy
from catalog.policies.writing import findings_in
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.db import Database
from orders import cart, checkout, policing, services
from orders.lifecycle import OrderState
from orders.models import Order
from orders.policing import reason_field
from orders.touched.services import accept
from tests.factories import NOW, SURABAYA, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_draft, make_order, make_rate, pay, receive, ship
from tests.factories_policies import make_policy
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)
PROMISED = date(2026, 11, 30)
"""Two working days of packing, then by courier within the province; never on a weekend."""
NAME = "Keripik Tempe"
WHY = "Habis dalam dua minggu."


@pytest.fixture
def seller(session: Session) -> Actor:
    seller = make_seller(session)
    make_rate(session, seller)
    return seller


@pytest.fixture
def buyer(session: Session) -> Actor:
    return make_buyer(session)


def asks(level: Level, days_left: int = 30) -> Policy:
    return Policy(papers=(PaperRule(any_of=("pirt", "bpom"), days_left=days_left, level=level),))


def snack(session: Session, seller: Actor, days: int) -> Product:
    """A snack whose P-IRT ends so many days after the promised day."""
    producer = make_producer(session, seller)
    ends = PROMISED + timedelta(days=days)
    papers = (
        make_certificate(session, producer, scheme="pirt", items=(NAME,), valid_until=ends),
        make_certificate(session, producer, items=(NAME,)),
    )
    return make_product(
        session, seller, name=NAME, category="snacks", producer=producer, certificates=papers, shelf_life_days=90
    )


def order(session: Session, buyer: Actor, product: Product, **draft: object) -> Order:
    if not cart.line_count(session, buyer):
        cart.add(session, buyer, product.code, "base", 20, now=NOW)
    sent = make_draft(shipping={product.cooperative_id: "courier"}, **draft)
    return checkout.place(session, buyer, sent, now=NOW).orders[0]


def reason_for(product: Product) -> str:
    return reason_field(product.id, "paper-pirt-bpom")


def test_an_order_keeps_its_promised_day_the_version_and_the_findings(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    make_policy(session, buyer, asks(Level.WARN))

    placed = order(session, buyer, snack(session, seller, 29))

    assert placed.delivery_by == PROMISED
    [line] = placed.lines
    assert line.policy_version == 1
    [noted] = findings_in(line.findings)
    assert (noted.finding.level, noted.finding.has, noted.finding.asked) == (Level.WARN, 29, 30)


def test_what_meets_the_policy_on_the_promised_day_has_no_finding(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    make_policy(session, buyer, asks(Level.BLOCK))
    assert order(session, buyer, snack(session, seller, 30)).lines[0].findings == []


@pytest.mark.parametrize("text", ["", "  ", "ya", "x" * 301])
def test_a_reason_is_asked_beside_its_line(session: Session, buyer: Actor, seller: Actor, text: str) -> None:
    make_policy(session, buyer, asks(Level.REASON))
    product = snack(session, seller, 5)

    with pytest.raises(Invalid, match="policy") as refusal:
        order(session, buyer, product, reasons={reason_for(product): text})

    assert list(refusal.value.errors) == [reason_for(product)]


def test_a_reason_stays_on_the_line(session: Session, buyer: Actor, seller: Actor) -> None:
    make_policy(session, buyer, asks(Level.REASON))
    product = snack(session, seller, 5)

    placed = order(session, buyer, product, reasons={reason_for(product): f" {WHY} "})

    assert [noted.reason for noted in findings_in(placed.lines[0].findings)] == [WHY]


def test_what_the_policy_blocks_is_not_ordered_and_stays_in_the_cart(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    make_policy(session, buyer, asks(Level.BLOCK))
    product = snack(session, seller, 5)

    with pytest.raises(Conflict, match="policy"):
        order(session, buyer, product, reasons={reason_for(product): WHY})

    shown = policing.reviewed(session, buyer, region=SURABAYA, now=NOW)
    assert [problem.code for problem in shown.problems] == ["policy"]


def test_r22_a_paper_that_lapses_before_dispatch_is_told_on_both_papers_once_the_buyer_wants_it_all_the_same(
    session: Session, buyer: Actor, seller: Actor
) -> None:
    make_policy(session, buyer, asks(Level.BLOCK, days_left=0))
    placed = order(session, buyer, snack(session, seller, 1))
    late = NOW + timedelta(days=10)
    pay(session, placed)
    services.confirm(session, seller, placed, now=NOW)

    accept(session, buyer, placed, WHY, now=late)
    ship(session, seller, placed, now=late)
    receive(session, buyer, placed, now=late)

    assert placed.state == OrderState.RECEIVED
    for kept in (placed.shipments[0].findings, placed.receipts[0].findings):
        assert kept is not None
        assert [row["fault"] for row in kept["1"]] == ["ended"]


def test_an_order_is_judged_by_the_version_it_was_placed_under(session: Session, buyer: Actor, seller: Actor) -> None:
    make_policy(session, buyer, asks(Level.WARN, days_left=0))
    placed = make_order(session, buyer, seller, product=snack(session, seller, 5), state=OrderState.SHIPPED)
    make_policy(session, buyer, asks(Level.BLOCK, days_left=900))

    assert policing.version_on(placed) == 1
    assert policing.arriving(session, placed, now=NOW) == {1: ()}


def test_without_a_policy_only_the_law_is_told(session: Session, buyer: Actor, seller: Actor) -> None:
    placed = order(session, buyer, snack(session, seller, -1))
    assert [row.finding.code for row in findings_in(placed.lines[0].findings)] == ["law-distribution_permit"]
    assert placed.lines[0].policy_version == 0


def test_a_full_cart_asks_as_often_as_a_small_one(
    session: Session, database: Database, buyer: Actor, seller: Actor
) -> None:
    make_policy(session, buyer, Policy(papers=asks(Level.WARN).papers, readiness=90, readiness_level=Level.WARN))
    counted = []
    for size in (1, 5):
        for _more in range(size):
            cart.add(session, buyer, snack(session, seller, 5).code, "base", 20, now=NOW)
        session.flush()
        session.expire_all()
        with count_queries(database) as seen:
            policing.reviewed(session, buyer, region=SURABAYA, now=NOW)
        counted.append(len(seen))
    assert counted[0] == counted[1]
