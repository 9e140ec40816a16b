"""A suspended buyer's programs: they go on reading and finishing, and place nothing new."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from marketplace.accounts import people, queries
from marketplace.accounts.models import OrganisationState
from marketplace.core.clock import now
from tests.factories_catalog import make_product
from tests.orders.views.conftest import Scene

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_api_takes_no_new_order_of_a_suspended_buyer(scene: Scene, client: FlaskClient) -> None:
    number = scene.order()
    with scene.database.transaction() as session:
        token = people.make_token(session, scene.buyer, "pembelian", can_write=True, now=now())
        code = make_product(session, scene.seller).code
        queries.organisation(session, scene.buyer.organisation_id).state = OrganisationState.SUSPENDED
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "a" * 32}

    refused = client.post("/api/v1/orders", json={"lines": [{"product": code, "quantity": 20}]}, headers=headers)

    assert (refused.status_code, refused.get_json()["code"]) == (403, "suspended")
    assert client.get(f"/api/v1/orders/{number}", headers=headers).status_code == 200


def test_pages_of_a_suspended_seller_offer_only_what_works(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> None:
    scene.order()
    with scene.database.transaction() as session:
        queries.organisation(session, scene.seller.organisation_id).state = OrganisationState.SUSPENDED
    browser = sign_in("ketua@uji.test")

    page = browser.get("/beranda").text

    assert "dibekukan" in page
    assert "/produk-saya" not in page
    assert browser.get("/pesanan").status_code == 200
    assert browser.get("/produk-saya").status_code == 403
