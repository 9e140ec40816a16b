"""The cooperative's rate table as a browser keeps it."""

from typing import Any

import pytest

from orders.models import ShippingRate
from tests.factories_orders import make_rate
from tests.orders.views.conftest import Scene, SignIn
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

COURIER = {"method": "courier", "region_prefix": ["35"], "price_per_kg": "Rp4.000", "minimum_kg": "5", "free_from": ""}


def rows(scene: Scene) -> list[Any]:
    with scene.database.reading() as session:
        return [
            (rate.method, rate.region_prefix, rate.price_per_kg, rate.minimum_kg, rate.flat_price, rate.free_from)
            for rate in session.query(ShippingRate).order_by(ShippingRate.id)
        ]


def test_a_rate_is_added_shown_changed_and_removed(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")

    assert browser.get("/ongkir").status_code == browser.get("/ongkir/baru").status_code == 200
    assert post(browser, "/ongkir/baru", COURIER).status_code == 302
    assert rows(scene) == [("courier", "35", 4_000, 5, 0, None)]
    assert "Rp4.000" in browser.get("/ongkir").text
    assert browser.get("/ongkir/1").status_code == 200
    assert post(browser, "/ongkir/1", {**COURIER, "free_from": "1.000.000"}).status_code == 302
    assert rows(scene) == [("courier", "35", 4_000, 5, 0, 1_000_000)]
    assert post(browser, "/ongkir/1/hapus", {}).status_code == 302
    assert rows(scene) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_per_kg", ""),
        ("price_per_kg", "-1"),
        ("price_per_kg", "abc"),
        ("price_per_kg", "9" * 19),
        ("minimum_kg", "0"),
        ("minimum_kg", "1,5"),
        ("free_from", "-5"),
        ("region_prefix", ["99"]),
        ("method", "kapal"),
        ("method", ""),
    ],
)
def test_an_odd_rate_is_refused_beside_its_field(scene: Scene, sign_in: SignIn, field: str, value: object) -> None:
    answer = post(sign_in("ketua@uji.test"), "/ongkir/baru", {**COURIER, field: value})

    assert answer.status_code == 422
    assert rows(scene) == []


def test_a_second_rate_for_the_same_way_and_place_is_refused(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")
    post(browser, "/ongkir/baru", COURIER)

    assert post(browser, "/ongkir/baru", COURIER).status_code == 422
    assert len(rows(scene)) == 1


def test_rates_of_others_are_not_found(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        make_rate(session, scene.seller)
    stranger = sign_in("tetangga@uji.test")

    assert stranger.get("/ongkir/1").status_code == 404
    assert post(stranger, "/ongkir/1", COURIER).status_code == 404
    assert post(stranger, "/ongkir/1/hapus", {}).status_code == 404
    assert rows(scene) == [("courier", "", 10_000, 1, 0, None)]


def test_buyers_have_no_rates(scene: Scene, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get("/ongkir").status_code == 403
