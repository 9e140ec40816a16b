"""Readiness as a seller, an official, a buyer and a program see it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.lifecycle import ProductState
from marketplace.core.roles import OrganisationKind, Role
from marketplace.db import Database
from tests.factories import make_buyer, make_member, make_official, make_organisation, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def town(app: Flask, database: Database) -> None:
    """A cooperative with crackers, cloth and a draft; a rival, a buyer, an official and an assistant."""
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="ketua@uji.test", name="KDMP Uji Siap")
        maker = make_producer(session, seller)
        halal = make_certificate(session, maker, scheme="halal")
        make_product(
            session,
            seller,
            code="KERIPIK",
            name="Keripik Tempe",
            category="snacks",
            producer=maker,
            certificates=(halal,),
        )
        make_product(session, seller, code="SARUNG", name="Sarung", barcode="8999999012342", photos=1)
        make_product(session, seller, code="DRAF", name="Abon Draf", state=ProductState.DRAFT, published_at=None)
        make_product(session, make_seller(session, email="saingan@uji.test", name="KDMP Lain"), name="Kopi Orang")
        make_buyer(session, email="pembeli@uji.test")
        make_official(session, email="petugas@uji.test")
        office = make_organisation(session, kind=OrganisationKind.AGENCY)
        make_member(session, office, Role.ASSISTANT, email="pendamping@uji.test")


def test_the_seller_sees_own_products_and_each_step_with_its_way(town: None, sign_in: SignIn) -> None:
    page = sign_in("ketua@uji.test").get("/kesiapan").text

    assert "Keripik Tempe" in page
    assert "Abon Draf" in page
    assert "Kopi Orang" not in page
    assert "/produk-saya/KERIPIK/sertifikat" in page
    assert "/produk-saya/KERIPIK/kemasan" in page
    assert "/sertifikat/baru?scheme=nib" in page


def test_the_list_can_be_narrowed_by_name(town: None, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")
    products = browser.get("/kesiapan?q=SARUNG").text.split('class="ready-products"')[1].split("</ul>")[0]

    assert "Sarung" in products
    assert "Keripik Tempe" not in products
    assert "ready-products" not in browser.get("/kesiapan?q=50%25").text


@pytest.mark.parametrize("who", ["petugas@uji.test", "pendamping@uji.test"])
def test_who_accompanies_sees_products_on_sale_and_no_way_to_change_them(town: None, sign_in: SignIn, who: str) -> None:
    page = sign_in(who).get("/binaan/kdmp-uji-siap/kesiapan").text

    assert "Keripik Tempe" in page
    assert "Abon Draf" not in page
    assert "/produk-saya/" not in page
    assert "/sertifikat/baru" not in page


@pytest.mark.parametrize(
    ("who", "status"), [("pembeli@uji.test", 403), ("saingan@uji.test", 403), ("ketua@uji.test", 403)]
)
def test_buyers_and_rivals_see_no_cooperative_s_page(town: None, sign_in: SignIn, who: str, status: int) -> None:
    assert sign_in(who).get("/binaan/kdmp-uji-siap/kesiapan").status_code == status


def test_a_cooperative_that_is_not_there_is_not_found(town: None, sign_in: SignIn) -> None:
    assert sign_in("petugas@uji.test").get("/binaan/tidak-ada/kesiapan").status_code == 404


def test_a_buyer_sees_the_band_and_what_is_missing_but_no_way_to_mend(town: None, client: FlaskClient) -> None:
    page = client.get("/p/KERIPIK").text

    assert "Kesiapan ritel: " in page
    assert "Kurang: " in page
    assert "/produk-saya/" not in page


def test_the_seller_s_product_page_lists_every_step(town: None, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")
    page = browser.get("/produk-saya/KERIPIK").text

    assert 'id="kesiapan"' in page
    assert 'href="/produk-saya/KERIPIK/pasokan"' in page
    assert "Langkah berikutnya" in page
    assert browser.get("/produk-saya").text.count("Kurang: ") == 3


def test_the_api_says_the_score_and_never_sorts_by_it(town: None, client: FlaskClient) -> None:
    keripik, sarung = (client.get(f"/api/v1/products/{code}").get_json() for code in ("KERIPIK", "SARUNG"))

    assert 0 < keripik["readiness"] < sarung["readiness"] < 100
    assert client.get("/api/v1/products?sort=readiness").status_code == 422
    assert client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["ProductOut"]["properties"][
        "readiness"
    ] == {"maximum": 100, "minimum": 0, "title": "Readiness", "type": "integer"}


def test_the_seller_s_page_costs_the_same_for_many_products(
    town: None, app: Flask, database: Database, sign_in: SignIn
) -> None:
    browser = sign_in("ketua@uji.test")
    browser.get("/kesiapan")
    with count_queries(database) as few:
        browser.get("/kesiapan")
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="banyak@uji.test", name="KDMP Banyak")
        maker = make_producer(session, seller)
        for _number in range(20):
            halal = make_certificate(session, maker, scheme="halal")
            make_product(
                session, seller, name="Keripik Tempe", category="snacks", producer=maker, certificates=(halal,)
            )
    other = sign_in("banyak@uji.test")
    other.get("/kesiapan")
    with count_queries(database) as many:
        other.get("/kesiapan")

    assert len(many) == len(few)
