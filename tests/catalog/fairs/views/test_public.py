"""What visitors see of fairs."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.fairs.models import Booth, Exhibit, Fair, FairState
from catalog.lifecycle import ProductState
from catalog.models import Product
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from tests.catalog.fairs.views.conftest import Scene
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair
from tests.queries import count_queries

HOSTILE = '<script>alert("1")</script>'


def test_a_visitor_finds_the_fair_its_booth_and_its_products(client: FlaskClient, scene: Scene) -> None:
    listed = client.get("/pameran").text
    fair = client.get(f"/pameran/{scene.fair.slug}").text
    booth = client.get(f"/pameran/{scene.fair.slug}/K7MQ4").text

    assert f'href="/pameran/{scene.fair.slug}"' in listed
    assert f'href="/pameran/{scene.fair.slug}/K7MQ4"' in fair
    for product in scene.products:
        assert f'href="/p/{product.code}?stan=K7MQ4"' in fair
        assert f'href="/p/{product.code}?stan=K7MQ4"' in booth
    assert f"/kontak?cooperative={scene.booth.cooperative.slug}&amp;stan=K7MQ4" in booth


def test_a_fair_in_preparation_is_not_there(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Fair, scene.fair.id).state = FairState.DRAFT

    for path in ("", f"/{scene.booth.code}"):
        assert client.get(f"/pameran/{scene.fair.slug}{path}").status_code == 404
    assert client.get(f"/api/v1/fairs/{scene.fair.slug}").status_code == 404
    assert scene.fair.name not in client.get("/pameran").text
    with client.session_transaction() as cookie:
        assert "booth" not in cookie


@pytest.mark.parametrize("path", ["tidak-ada", "tidak-ada/K7MQ4", "%00", "..%2f..", "K7MQ4"])
def test_odd_addresses_lead_nowhere(client: FlaskClient, scene: Scene, path: str) -> None:
    assert client.get(f"/pameran/{path}").status_code == 404


def test_a_booth_belongs_to_its_own_fair(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        other = make_fair(session, scene.official)

    assert client.get(f"/pameran/{other.slug}/K7MQ4").status_code == 404


def test_a_scan_is_remembered_for_the_next_order(client: FlaskClient, scene: Scene) -> None:
    client.get(f"/pameran/{scene.fair.slug}/k7mq4")

    with client.session_transaction() as cookie:
        assert cookie["booth"]["code"] == "K7MQ4"
        assert cookie.permanent


def test_the_card_of_a_product_is_remembered_too(client: FlaskClient, scene: Scene) -> None:
    client.get(f"/p/{scene.products[0].code}?stan=K7MQ4")

    with client.session_transaction() as cookie:
        assert cookie["booth"]["code"] == "K7MQ4"


def test_what_is_no_longer_sold_leaves_the_booth(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Product, scene.products[0].id).state = ProductState.WITHDRAWN

    page = client.get(f"/pameran/{scene.fair.slug}/K7MQ4").text

    assert scene.products[0].name not in page
    assert scene.products[1].name in page


def test_a_suspended_cooperative_leaves_the_fair(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        session.get_one(Organisation, scene.seller.organisation_id).state = OrganisationState.SUSPENDED

    assert client.get(f"/pameran/{scene.fair.slug}/K7MQ4").status_code == 404
    assert "K7MQ4" not in client.get(f"/pameran/{scene.fair.slug}").text


def test_names_are_shown_and_never_run(client: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        fair, booth = session.get_one(Fair, scene.fair.id), session.get_one(Booth, scene.booth.id)
        fair.name = fair.place = fair.about = booth.label = HOSTILE
        session.get_one(Organisation, scene.seller.organisation_id).name = HOSTILE
        session.get_one(Product, scene.products[0].id).name = HOSTILE

    slug = scene.booth.cooperative.slug
    for path in (
        "/pameran",
        f"/pameran/{scene.fair.slug}",
        f"/pameran/{scene.fair.slug}/K7MQ4",
        f"/kontak?product={scene.products[0].code}",
        f"/kontak/terima-kasih?cooperative={slug}",
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text


def test_past_fairs_come_in_pages(client: FlaskClient, scene: Scene, database: Database) -> None:
    today = jakarta_day(now())
    with database.transaction() as session:
        for number in range(14):
            ended = today - timedelta(days=10 + number)
            make_fair(session, scene.official, name=f"Lampau {number:02d}", starts_on=ended, ends_on=ended)

    first, second = client.get("/pameran").text, client.get("/pameran?page=2").text

    assert "Lampau 00" in first
    assert "Lampau 13" not in first
    assert "Lampau 13" in second


def test_more_booths_cost_no_more_queries(client: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/pameran/{scene.fair.slug}"
    with count_queries(database) as few:
        assert client.get(path).status_code == 200
    with database.transaction() as session:
        for _ in range(8):
            seller = make_seller(session)
            products = [make_product(session, seller, photos=1) for _ in range(3)]
            make_booth(session, scene.fair, seller, products=products)

    with count_queries(database) as many:
        assert client.get(path).text.count("pcard-name") >= 26

    assert len(many) == len(few)


def test_more_fairs_cost_no_more_queries(client: FlaskClient, scene: Scene, database: Database) -> None:
    with count_queries(database) as few:
        client.get("/pameran")
    with database.transaction() as session:
        for _ in range(6):
            today = jakarta_day(now())
            make_fair(session, scene.official, starts_on=today, ends_on=today)

    with count_queries(database) as many:
        client.get("/pameran")

    assert len(many) == len(few)


def test_the_api_answers_the_facts_of_the_page(client: FlaskClient, scene: Scene) -> None:
    found = client.get(f"/api/v1/fairs/{scene.fair.slug}").get_json()

    assert (found["slug"], found["status"], found["region"]) == (scene.fair.slug, "on", "35.24.22")
    (booth,) = found["booths"]
    assert (booth["code"], booth["label"]) == ("K7MQ4", "A12")
    assert booth["url"].endswith(f"/pameran/{scene.fair.slug}/K7MQ4")
    assert [product["code"] for product in booth["products"]] == [product.code for product in scene.products]
    assert booth["products"][0]["price"] == 15_000


def test_the_api_does_not_know_a_fair_that_is_none(client: FlaskClient, scene: Scene) -> None:
    answer = client.get("/api/v1/fairs/tidak-ada")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["code"] == "not_found"


def test_a_booth_without_products_says_so(client: FlaskClient, app: Flask, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        for exhibit in session.get_one(Booth, scene.booth.id).exhibits:
            session.delete(session.get_one(Exhibit, exhibit.id))

    assert client.get(f"/pameran/{scene.fair.slug}/K7MQ4").status_code == 200
    assert client.get(f"/pameran/{scene.fair.slug}").status_code == 200
