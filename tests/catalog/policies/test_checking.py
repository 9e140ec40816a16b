"""Products held against a policy from the database: real papers, holds, and a fixed number of questions."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.policies.checking import findings_for
from catalog.policies.rules import Level, PaperRule, Policy
from catalog.queries import products_by_ids
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_policies import make_policy
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(NOW)
NAME = "Keripik Tempe"


def snack(session: Session, seller: Actor, *, pirt_until: date, halal: bool = True, **over: Any) -> Product:
    """A snack with a P-IRT that ends on a day, and a halal certificate without an end."""
    producer = make_producer(session, seller)
    papers = [make_certificate(session, producer, scheme="pirt", items=(NAME,), valid_until=pirt_until)]
    if halal:
        papers.append(make_certificate(session, producer, items=(NAME,)))
    values: dict[str, Any] = {"name": NAME, "category": "snacks", "producer": producer, "shelf_life_days": 180, **over}
    return make_product(session, seller, certificates=tuple(papers), **values)


def codes(session: Session, buyer: Actor, product: Product, delivery: date) -> list[tuple[str, str]]:
    assert buyer.organisation_id is not None
    found = findings_for(session, buyer.organisation_id, [product], delivery=delivery)
    return [(row.code, row.fault.value) for row in found[product.id]]


def test_by_law_a_permit_that_ends_before_delivery_is_warned_of(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    product = snack(session, seller, pirt_until=TODAY + timedelta(days=5))

    assert codes(session, buyer, product, TODAY + timedelta(days=5)) == []
    assert codes(session, buyer, product, TODAY + timedelta(days=6)) == [("law-distribution_permit", "law")]


def test_a_buyers_rule_counts_days_from_delivery(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_policy(session, buyer, Policy(papers=(PaperRule(any_of=("pirt", "bpom"), days_left=30),)))
    product = snack(session, seller, pirt_until=TODAY + timedelta(days=40))

    assert codes(session, buyer, product, TODAY + timedelta(days=10)) == []
    assert codes(session, buyer, product, TODAY + timedelta(days=11)) == [("paper-pirt-bpom", "too_short")]


def test_a_paper_on_hold_is_told_apart_from_a_missing_one(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_policy(session, buyer, Policy(papers=(PaperRule(any_of=("pirt", "bpom")),)))
    product = snack(session, seller, pirt_until=TODAY + timedelta(days=400))
    product.papers[0].certificate.on_hold = True

    assert codes(session, buyer, product, TODAY) == [("paper-pirt-bpom", "on_hold")]


def test_textiles_and_goods_exempt_by_their_shelf_life_are_not_asked(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_policy(session, buyer, Policy(papers=(PaperRule(any_of=("pirt", "bpom")),)))
    fresh = snack(session, seller, pirt_until=TODAY - timedelta(days=1), shelf_life_days=7)

    assert codes(session, buyer, make_product(session, seller), TODAY) == []
    assert codes(session, buyer, fresh, TODAY) == []


def test_many_products_ask_as_often_as_one(session: Session, database: Database) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    make_policy(
        session,
        buyer,
        Policy(papers=(PaperRule(any_of=("pirt",)),), readiness=50, readiness_level=Level.WARN, barcode=Level.WARN),
    )
    ids = [snack(session, seller, pirt_until=TODAY + timedelta(days=day)).id for day in range(6)]
    session.flush()
    counted = []
    for wanted in (ids[:1], ids):
        session.expire_all()
        products = list(products_by_ids(session, wanted).values())
        assert buyer.organisation_id is not None
        with count_queries(database) as seen:
            findings_for(session, buyer.organisation_id, products, delivery=TODAY)
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 6
