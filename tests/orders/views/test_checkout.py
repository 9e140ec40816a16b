"""The checkout as a browser sends it."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.models import Product
from orders.models import CartLine, Order
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_rate
from tests.orders.views.conftest import Scene, SignIn
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HIDDEN = re.compile(r'name="(idempotency_key|expected_total)"[^>]*value="([^"]*)"')


@pytest.fixture
def browser(scene: Scene, sign_in: SignIn) -> FlaskClient:
    """The buyer's browser with one carton of cloth in the cart: Rp300.000, 5 kg, Rp50.000 of shipping."""
    with scene.database.transaction() as session:
        make_rate(session, scene.seller)
        code = make_product(session, scene.seller, name="Sarung Uji").code
    browser = sign_in("pembeli@uji.test")
    post(browser, "/keranjang/tambah", {"product": code, "unit": "carton", "count": "1"})
    return browser


def filled(browser: FlaskClient, **over: Any) -> dict[str, Any]:
    """Return the form of the checkout as the page proposes it, with what a buyer fills in."""
    page = browser.get("/pesan").text
    return {
        **dict(HIDDEN.findall(page)),
        "ship_to_name": "Gudang Uji",
        "phone": "0800-0000-0000",
        "address": "Jalan Uji 1",
        "region": ["35", "35.78", "35.78.09"],
        "payment_method": "bank_transfer",
        "shipping_1": "courier",
        "buyer_reference": "PO-77",
        **over,
    }


def send(browser: FlaskClient, form: dict[str, Any]) -> TestResponse:
    return post(browser, "/pesan", form)


def orders(scene: Scene) -> list[tuple[str, int]]:
    with scene.database.reading() as session:
        return [(order.state, order.total) for order in session.query(Order).order_by(Order.id)]


def test_the_page_is_prefilled_and_says_what_it_comes_to(browser: FlaskClient, scene: Scene) -> None:
    page = browser.get("/pesan").text

    assert 'value="PT Pembeli"' in page
    assert "Rp350.000" in page


def test_ordering_leads_to_the_account_the_amount_and_the_reference(browser: FlaskClient, scene: Scene) -> None:
    answer = send(browser, filled(browser))

    assert answer.status_code == 302
    assert orders(scene) == [("placed", 350_000)]
    page = browser.get(answer.location).text
    assert "9999000111" in page
    assert "Rp350.000" in page
    assert "PSN-" in page


def test_a_double_click_makes_one_order_and_leads_to_it_twice(browser: FlaskClient, scene: Scene) -> None:
    form = filled(browser)

    first, second = send(browser, form), send(browser, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert len(orders(scene)) == 1


def test_a_second_form_finds_the_cart_empty_and_orders_nothing(browser: FlaskClient, scene: Scene) -> None:
    form = filled(browser)
    send(browser, form)

    answer = send(browser, {**form, "idempotency_key": "kunci-yang-lain"})

    assert answer.status_code == 409
    assert len(orders(scene)) == 1


@pytest.mark.parametrize("seen", ["349999", "", "abc", "-1", "²"])
def test_another_total_than_the_one_looked_at_orders_nothing_and_shows_the_new_one(
    browser: FlaskClient, scene: Scene, seen: str
) -> None:
    answer = send(browser, filled(browser, expected_total=seen))

    assert answer.status_code == 409
    assert orders(scene) == []
    assert 'value="PO-77"' in answer.text
    assert dict(HIDDEN.findall(answer.text))["expected_total"] == "350000"


def test_what_the_conflict_page_shows_can_be_sent_again(browser: FlaskClient, scene: Scene) -> None:
    form = filled(browser)
    with scene.database.transaction() as session:
        session.query(Product).one().tiers[0].price = 16_000

    refused = send(browser, form)
    again = send(browser, {**form, **dict(HIDDEN.findall(refused.text))})

    assert refused.status_code == 409
    assert "Rp370.000" in refused.text
    assert again.status_code == 302
    assert orders(scene) == [("placed", 370_000)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ship_to_name", ""),
        ("ship_to_name", "x" * 500),
        ("phone", ""),
        ("address", " "),
        ("region", ["35"]),
        ("region", ["99.99.99"]),
        ("payment_method", "kelapa"),
        ("shipping_1", "kapal"),
        ("idempotency_key", "pendek"),
        ("note", "x" * 3000),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_typed_is_lost(
    browser: FlaskClient, scene: Scene, field: str, value: object
) -> None:
    answer = send(browser, filled(browser, **{field: value}))

    assert answer.status_code == 422, answer.text
    assert 'value="PO-77"' in answer.text
    assert orders(scene) == []
    with scene.database.reading() as session:
        assert session.query(CartLine).count() == 1


def test_asking_for_the_next_region_orders_nothing(browser: FlaskClient, scene: Scene) -> None:
    answer = send(browser, filled(browser, reload="1"))

    assert answer.status_code == 200
    assert orders(scene) == []


def test_where_no_rate_reaches_the_cooperative_is_asked_and_nothing_is_paid_yet(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        far = make_seller(session, email="jauh@uji.test", name="KDMP Jauh")
        make_rate(session, far, region_prefix="11")
        code = make_product(session, far).code
        seller_id = far.organisation_id
    browser = sign_in("pembeli@uji.test")
    post(browser, "/keranjang/tambah", {"product": code, "unit": "carton", "count": "1"})

    answer = send(browser, filled(browser, **{f"shipping_{seller_id}": "quote"}))

    assert answer.status_code == 302
    assert orders(scene) == [("awaiting_shipping_quote", 300_000)]
    assert browser.get(answer.location).status_code == 200


def test_two_cooperatives_make_two_orders_and_one_card_payment(browser: FlaskClient, scene: Scene) -> None:
    with scene.database.transaction() as session:
        second = make_seller(session, email="kedua@uji.test")
        make_rate(session, second, price_per_kg=1_000)
        code = make_product(session, second).code
        seller_id = second.organisation_id
    post(browser, "/keranjang/tambah", {"product": code, "unit": "carton", "count": "1"})

    answer = send(browser, filled(browser, payment_method="card", **{f"shipping_{seller_id}": "courier"}))

    assert len(orders(scene)) == 2
    page = browser.get(answer.location).text
    assert page.count('href="/bayar/BYR-') == 1
    assert "Rp655.000" in page


def test_the_checkouts_of_others_are_not_found(browser: FlaskClient, scene: Scene, sign_in: SignIn) -> None:
    place = send(browser, filled(browser)).location

    assert sign_in("saingan@uji.test").get(place).status_code == 404
    assert sign_in("ketua@uji.test").get(place).status_code == 403
    assert browser.get("/pesan/\x00").status_code == 404


def test_an_empty_cart_is_no_checkout(scene: Scene, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get("/pesan").location == "/keranjang"


def test_t01_t12_a_checkout_that_names_ids_of_others_is_the_buyers_own(browser: FlaskClient, scene: Scene) -> None:
    rival, stranger = scene.rival, scene.stranger
    foreign = {
        "buyer_id": rival.organisation_id,
        "organisation_id": rival.organisation_id,
        "placed_by_id": rival.user_id,
        "seller_id": stranger.organisation_id,
        f"shipping_{stranger.organisation_id}": "courier",
    }

    answer = send(browser, filled(browser, **foreign))

    assert answer.status_code == 302
    with scene.database.reading() as session:
        order = session.query(Order).one()
        assert (order.buyer_id, order.seller_id) == (scene.buyer.organisation_id, scene.seller.organisation_id)
        assert order.placed_by_id == scene.buyer.user_id
