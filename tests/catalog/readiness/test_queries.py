"""Readiness of stored products: papers of the goods and of the cooperative, in a fixed number of queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.queries import products_by_ids
from catalog.readiness.answers import Check, Readiness
from catalog.readiness.queries import readiness_of
from catalog.requirements import assessments
from certification.models import Producer, ProducerKind
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DAY = date(2026, 11, 24)
FOOD: dict[str, Any] = {"name": "Keripik Tempe 150 g", "category": "snacks"}


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


def of(session: Session, product: Product) -> Readiness:
    return readiness_of(session, [product], DAY)[product.id]


def check(found: Readiness, code: str) -> Check:
    return next(each for each in found.checks if each.code == code)


def own(session: Session, seller: Actor) -> Producer:
    make_product(session, seller)  # brings the cooperative's own producer with it
    statement = select(Producer).where(
        Producer.kind == ProducerKind.COOPERATIVE, Producer.cooperative_id == seller.organisation_id
    )
    return session.scalars(statement).one()


def test_cloth_is_asked_no_paper_of_goods(session: Session, seller: Actor) -> None:
    found = of(session, make_product(session, seller))

    assert {"nib", "npwp"} <= {each.code for each in found.checks}
    assert not {"halal", "distribution_permit"} & {each.code for each in found.checks}


def test_a_paper_counts_once_an_official_verified_it(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    halal = make_certificate(session, maker, scheme="halal")
    permit = make_certificate(session, maker, scheme="pirt", state="submitted")

    found = of(session, make_product(session, seller, producer=maker, certificates=(halal, permit), **FOOD))

    assert check(found, "halal").is_met
    assert check(found, "distribution_permit").earned == 0
    assert check(found, "distribution_permit").waits
    assert check(found, "distribution_permit").blocks_orders


@pytest.mark.parametrize(("left", "earned"), [(180, 10), (181, 20)])
def test_a_licence_near_its_end_counts_half(session: Session, seller: Actor, left: int, earned: int) -> None:
    maker = make_producer(session, seller)
    permit = make_certificate(session, maker, scheme="pirt", valid_until=DAY + timedelta(days=left))

    found = of(session, make_product(session, seller, producer=maker, certificates=(permit,), **FOOD))

    assert check(found, "distribution_permit").earned == earned


def test_food_that_is_exempt_or_declared_loses_nothing(session: Session, seller: Actor) -> None:
    found = of(session, make_product(session, seller, shelf_life_days=5, declared_not_halal=True, **FOOD))

    assert not {"halal", "distribution_permit"} & {each.code for each in found.checks}


@pytest.mark.parametrize("state", ["submitted", "rejected", "draft", "verified"])
def test_the_papers_of_the_cooperative_itself_count_for_all_its_products(
    session: Session, seller: Actor, state: str
) -> None:
    make_certificate(session, own(session, seller), scheme="nib", state=state, items=())
    product = make_product(session, seller, producer=make_producer(session, seller))

    nib = check(of(session, product), "nib")

    assert nib.is_met == (state == "verified")
    assert nib.waits == (state == "submitted")


def test_a_member_s_nib_is_not_the_cooperative_s(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    make_certificate(session, maker, scheme="nib", items=())
    rival = make_seller(session)
    make_certificate(session, own(session, rival), scheme="nib", items=())

    assert not check(of(session, make_product(session, seller, producer=maker)), "nib").is_met


@pytest.mark.parametrize(
    ("barcode", "met"), [("", False), ("8999999012341", False), ("8999999012342", True), ("2012345678903", False)]
)
def test_only_a_barcode_that_every_shop_can_sell_counts(
    session: Session, seller: Actor, barcode: str, met: bool
) -> None:
    assert check(of(session, make_product(session, seller, barcode=barcode)), "barcode").is_met == met


def test_24_products_of_several_cooperatives_cost_as_many_queries_as_one(database: Database) -> None:
    with database.transaction() as session:
        ids = []
        for _cooperative in range(3):
            seller = make_seller(session)
            maker = make_producer(session, seller)
            papers = tuple(make_certificate(session, maker, scheme=scheme) for scheme in ("halal", "pirt"))
            make_certificate(session, own(session, seller), scheme="nib", items=())
            ids += [make_product(session, seller, producer=maker, certificates=papers, **FOOD).id for _ in range(8)]

    with database.reading() as session:
        products = list(products_by_ids(session, ids).values())
        assessed = assessments(session, products, DAY)
        with count_queries(database) as seen:
            found = readiness_of(session, products, DAY, assessed)

    assert len(found) == 24
    assert len(seen) == 1
