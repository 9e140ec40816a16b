"""A buyer's policy on the pages of cart, checkout and order, and in the API."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.policies.rules import Level, Policy
from orders.models import Order, OrderLine
from tests.factories_catalog import make_product
from tests.factories_orders import make_rate
from tests.factories_policies import make_policy
from tests.orders.views.conftest import Scene, SignIn
from tests.orders.views.test_checkout import filled, send
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHY = "Barcode dicetak minggu depan."
NOTE = "Catatan tim mutu"


def shop(scene: Scene, sign_in: SignIn, level: Level) -> tuple[FlaskClient, int]:
    """Return the buyer's browser with cloth without a barcode in the cart, and the cloth's id."""
    with scene.database.transaction() as session:
        make_rate(session, scene.seller)
        make_policy(session, scene.buyer, Policy(barcode=level), NOTE)
        product = make_product(session, scene.seller, name="Sarung Uji")
        code, number = product.code, product.id
    browser = sign_in("pembeli@uji.test")
    post(browser, "/keranjang/tambah", {"product": code, "unit": "carton", "count": "1"})
    return browser, number


def line(scene: Scene) -> tuple[str, Any]:
    with scene.database.reading() as session:
        number, findings = session.query(Order.number, OrderLine.findings).join(OrderLine.order).one()
    return number, findings


def test_a_reason_is_asked_at_the_line_kept_and_shown_to_both_parties(scene: Scene, sign_in: SignIn) -> None:
    browser, product_id = shop(scene, sign_in, Level.REASON)
    assert "Belum punya barcode." in browser.get("/keranjang").text

    refused = send(browser, filled(browser))
    assert refused.status_code == 422
    assert f'href="#reason_{product_id}_barcode"' in refused.text
    assert send(browser, filled(browser, **{f"reason_{product_id}_barcode": WHY})).status_code == 302

    number, [found] = line(scene)
    assert (found["code"], found["level"], found["reason"]) == ("barcode", "reason", WHY)
    for person in ("pembeli@uji.test", "ketua@uji.test"):
        assert WHY in sign_in(person).get(f"/pesanan/{number}").text


def test_what_is_blocked_cannot_be_ordered_and_says_why(scene: Scene, sign_in: SignIn) -> None:
    browser, product_id = shop(scene, sign_in, Level.REASON)
    form = filled(browser, **{f"reason_{product_id}_barcode": WHY})
    with scene.database.transaction() as session:
        make_policy(session, scene.buyer, Policy(barcode=Level.BLOCK))

    refused = send(browser, form)

    assert refused.status_code == 409
    assert "Sarung Uji: Belum punya barcode." in refused.text
    assert 'href="/pesan"' not in browser.get("/keranjang").text


def test_the_policy_of_an_order_is_read_by_its_parties_alone(scene: Scene, sign_in: SignIn) -> None:
    browser, _product_id = shop(scene, sign_in, Level.WARN)
    send(browser, filled(browser))
    number, _found = line(scene)
    path = f"/pesanan/{number}/kebijakan"

    own, seller = browser.get(path), sign_in("ketua@uji.test").get(path)

    assert (own.status_code, seller.status_code) == (200, 200)
    assert NOTE in own.text
    assert NOTE not in seller.text
    for stranger in ("tetangga@uji.test", "saingan@uji.test"):
        assert sign_in(stranger).get(path).status_code == 404


def test_an_order_under_the_law_alone_has_no_policy_to_read(scene: Scene, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get(f"/pesanan/{scene.order()}/kebijakan").status_code == 404


def test_who_ships_and_who_receives_see_what_is_found_now(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        make_policy(session, scene.buyer, Policy(barcode=Level.WARN))
    number = scene.order(state="confirmed", paid=True)
    assert "Belum punya barcode." in sign_in("ketua@uji.test").get(f"/pesanan/{number}/kirim").text

    number = scene.order(state="shipped")
    assert "Belum punya barcode." in sign_in("pembeli@uji.test").get(f"/pesanan/{number}/terima").text
