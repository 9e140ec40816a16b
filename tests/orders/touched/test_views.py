"""The pages of a lost paper: banner and decision, cart with substitutes, what the official sees, and the API."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.policies.rules import Level, PaperRule, Policy
from certification.models import Certificate
from marketplace.db import Database
from orders import cart
from orders.lifecycle import OrderState
from orders.models import Order
from tests.factories import NOW, make_official
from tests.factories_certification import make_certificate
from tests.factories_policies import make_policy
from tests.orders.touched.conftest import WHY, Trade, make_snack, make_trade
from tests.orders.views.conftest import SignIn
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def number(app: Any, database: Database) -> str:
    """A paid, confirmed order whose halal paper is revoked; the same snack lies in the buyer's cart."""
    with app.test_request_context(), database.transaction() as session:
        trade = make_trade(session)
        order = trade.order(OrderState.CONFIRMED)
        cart.add(session, trade.buyer, trade.product.code, "base", 10, now=NOW)
        _other_snack(trade)
        trade.revoke(NOW)
        return order.number


def _other_snack(trade: Trade) -> None:
    make_policy(
        trade.session, trade.buyer, Policy(papers=(PaperRule(any_of=("halal",), days_left=0, level=Level.BLOCK),))
    )
    name = "Keripik Singkong"
    papers = [make_certificate(trade.session, trade.halal.producer, scheme=one, items=(name,)) for one in SCHEMES]
    make_snack(trade.session, trade.seller, *papers, name=name)


SCHEMES = ("halal", "pirt")


def decide(browser: FlaskClient, database: Database, number: str, verdict: str, reason: str = WHY) -> Any:
    with database.reading() as session:
        version = session.scalars(select(Order.version).where(Order.number == number)).one()
    data = {"version": version, "reason": reason, "verdict": verdict}
    return post(browser, f"/pesanan/{number}/terdampak", data)


def test_the_buyer_reads_what_is_lost_decides_and_the_seller_reads_why(
    number: str, database: Database, sign_in: SignIn
) -> None:
    buyer, seller = sign_in("pembeli@uji.test"), sign_in("ketua@uji.test")
    page = buyer.get(f"/pesanan/{number}").text
    assert f"/pesanan/{number}/terdampak" in page
    assert "Keripik Singkong" in buyer.get(f"/pesanan/{number}/terdampak").text
    assert number in buyer.get("/terdampak").text
    assert number in seller.get("/terdampak").text

    assert decide(buyer, database, number, "accept", "").status_code == 422
    assert decide(buyer, database, number, "lompat").status_code == 422
    assert decide(buyer, database, number, "accept").status_code == 302
    assert WHY in seller.get(f"/pesanan/{number}").text
    assert decide(buyer, database, number, "accept").status_code in (302, 409)


def test_the_buyer_cancels_a_confirmed_order(number: str, database: Database, sign_in: SignIn) -> None:
    assert decide(sign_in("pembeli@uji.test"), database, number, "refuse").status_code == 302
    with database.reading() as session:
        assert session.scalars(select(Order.state).where(Order.number == number)).one() == OrderState.CANCELLED


def test_a_stranger_finds_nothing_and_a_seller_decides_nothing(
    number: str, database: Database, sign_in: SignIn
) -> None:
    assert decide(sign_in("ketua@uji.test"), database, number, "accept").status_code in (403, 404)


def test_the_cart_says_what_is_lost_and_puts_another_beside_it(number: str, sign_in: SignIn) -> None:
    buyer = sign_in("pembeli@uji.test")
    page = buyer.get("/keranjang").text
    assert "Keripik Singkong" in page
    assert "instead-list" in page


def test_the_official_sees_orders_but_no_person_of_a_cart(number: str, database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_official(session, email="petugas9@uji.test")
        code = make_code(session)
    page = sign_in("petugas9@uji.test").get(f"/periksa/{code}/dampak")
    assert page.status_code == 200, page.text
    assert number in page.text
    assert "pembeli@uji.test" not in page.text
    assert f"/periksa/{code}/dampak" in sign_in("petugas9@uji.test").get(f"/periksa/{code}").text
    assert sign_in("pembeli@uji.test").get(f"/periksa/{code}/dampak").status_code in (403, 404)


def make_code(session: Any) -> str:
    found: str = session.scalars(select(Certificate.code).where(Certificate.state == "revoked")).one()
    return found
