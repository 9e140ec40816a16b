"""What of trade hangs on a certificate: open orders and carts, in rupiah; and the order of the queue that follows."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.at_risk import NOTHING, Risk, risks
from certification.desk.ranking import rank_all
from certification.models import Certificate
from marketplace.db import Database
from orders.lifecycle import OrderState
from orders.models import CartLine
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_order

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_open_orders_and_carts_count_and_ended_ones_do_not(app: Flask, session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    producer = make_producer(session, seller)
    certificate = make_certificate(session, producer, state="submitted", items=("Kain Tenun",))
    idle = make_certificate(session, producer, state="submitted", items=("Lain",))
    product = make_product(
        session, seller, name="Kain Tenun", producer=producer, certificates=(certificate,), stock_on_hand=1000
    )
    for state in (OrderState.PLACED, OrderState.CONFIRMED, OrderState.CANCELLED, OrderState.REJECTED):
        make_order(session, buyer, seller, product=product, quantity=20, state=state)
    session.add(
        CartLine(
            user_id=buyer.user_id,
            organisation_id=buyer.organisation_id,
            product_id=product.id,
            unit="base",
            count=10,
            added_at=NOW,
        )
    )
    session.flush()

    found = risks(session, [certificate.id, idle.id])

    assert found[certificate.id] == Risk(listings=1, orders=2, rupiah=2 * 20 * 15_000 + 10 * product.price)
    assert found[idle.id] == NOTHING
    assert risks(session, []) == {}


def test_the_rank_follows_the_value_and_changes_no_version(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        seller, buyer = make_seller(session), make_buyer(session)
        producer = make_producer(session, seller)
        certificate = make_certificate(session, producer, state="submitted", items=("Kain Tenun",))
        product = make_product(session, seller, name="Kain Tenun", producer=producer, certificates=(certificate,))
        make_order(session, buyer, seller, product=product, quantity=20)
        before = certificate.version

    rank_all(database, NOW)
    rank_all(database, NOW)

    with database.reading() as session:
        row = session.scalars(select(Certificate)).one()
        assert (row.risk_rank, row.version) == (-(20 * 15_000 + 1), before)
