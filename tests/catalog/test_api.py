"""GET /api/v1/products, /cooperatives and /suggest: the fields, filters and refusals that CONTRACT.md promises."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.models import Availability, Product
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PRODUCT_FIELDS = {
    "code", "name", "url", "photo", "cooperative", "category", "region", "price", "tax", "unit", "minimum_order",
    "certificates", "readiness",
}  # fmt: skip
BABAT = "35.24.05.1003"

Fill = Callable[..., Actor]


@pytest.fixture
def fill(app: Flask, database: Database) -> Fill:
    """Return a function that makes a cooperative with products (names, or columns by keyword) and indexes them."""

    def make(*products: dict[str, Any], **profile: Any) -> Actor:
        with app.app_context():
            with database.transaction() as session:
                seller = make_seller(session, **profile)
                for over in products:
                    make_product(session, seller, **over)
            indexing.rebuild(database, jakarta_day(now()))
        return seller

    return make


def codes(client: FlaskClient, question: str) -> list[str]:
    """Return the codes of the products that a question finds, in order."""
    answer = client.get(f"/api/v1/products?{question}")
    assert answer.status_code == 200, answer.text
    return [item["code"] for item in answer.get_json()["items"]]


def test_an_item_has_what_is_promised(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "name": "Kain Tenun", "photos": 1}, name="KDMP Uji", is_pkp=True)

    answer = client.get("/api/v1/products").get_json()

    assert set(answer) == {"items", "page", "pages", "per_page", "total", "facets"}
    assert (answer["page"], answer["pages"], answer["per_page"], answer["total"]) == (1, 1, 24, 1)
    item = answer["items"][0]
    assert set(item) == PRODUCT_FIELDS
    assert item["url"] == "http://localhost/p/AAA"
    assert item["photo"].startswith("http://localhost/media/")
    assert item["cooperative"] == {"slug": "kdmp-uji", "name": "KDMP Uji"}
    assert item["tax"] == {"treatment": "standard", "rate": 11.0}
    assert (item["price"], item["unit"], item["minimum_order"]) == (15_000, "lembar", 10)
    assert (item["category"], item["region"], item["certificates"]) == ("textiles", "35.24.14.2011", [])


@pytest.mark.parametrize(
    ("is_pkp", "stated", "tax"),
    [
        (True, "standard", {"treatment": "standard", "rate": 11.0}),
        (True, "exempt", {"treatment": "exempt", "rate": 0.0}),
        (False, "standard", {"treatment": "not_pkp", "rate": 0.0}),
        (False, "exempt", {"treatment": "not_pkp", "rate": 0.0}),
    ],
)
def test_tax_follows_the_seller_and_the_goods(
    client: FlaskClient, fill: Fill, is_pkp: bool, stated: str, tax: dict[str, Any]
) -> None:
    fill({"tax_treatment": stated}, is_pkp=is_pkp)

    assert client.get("/api/v1/products").get_json()["items"][0]["tax"] == tax


def test_words_filters_and_sorts_find_what_they_say(client: FlaskClient, fill: Fill) -> None:
    day = now()
    goods: Sequence[tuple[str, str, int, str, int]] = (
        ("AAA", "Bandeng Presto", 30_000, "crafts", 3),
        ("BBB", "Terasi Udang", 10_000, "crafts", 2),
        ("CCC", "Kain Tenun", 20_000, "textiles", 1),
    )
    fill(*({"code": c, "name": n, "tiers": ((1, p),), "category": k, "published_at": day - timedelta(days=d)}
           for c, n, p, k, d in goods), name="KDMP Satu")  # fmt: skip
    fill({"code": "DDD", "name": "Anyaman Pandan", "tiers": ((1, 40_000),), "category": "household"}, region=BABAT)

    assert codes(client, "q=bnadeng") == ["AAA"]
    assert set(codes(client, "category=crafts&category=household")) == {"AAA", "BBB", "DDD"}
    assert codes(client, "region=35.24.05") == codes(client, f"region={BABAT}") == ["DDD"]
    assert len(codes(client, "region=35.24.05&region=35.24.14")) == 4
    assert len(codes(client, "region=35")) == 4
    assert set(codes(client, "cooperative=kdmp-satu")) == {"AAA", "BBB", "CCC"}
    assert codes(client, "sort=price&min_price=10000&max_price=30000") == ["BBB", "CCC", "AAA"]
    assert codes(client, "sort=-price") == ["DDD", "AAA", "CCC", "BBB"]
    assert codes(client, "sort=newest&cooperative=kdmp-satu") == ["CCC", "BBB", "AAA"]
    assert codes(client, "sort=price&per_page=2&page=2") == ["AAA", "DDD"]


def test_certificates_narrow_to_what_is_verified_and_valid_today(
    client: FlaskClient, app: Flask, database: Database
) -> None:
    day = jakarta_day(now())
    with app.app_context():
        with database.transaction() as session:
            seller = make_seller(session)
            producer = make_producer(session, seller)
            names = ("Keripik Tempe", "Keripik Pisang", "Keripik Gadung")
            halal = [make_certificate(session, producer, items=(name,)) for name in names]
            last_day = make_certificate(session, producer, scheme="pirt", items=names[:1], valid_until=day)
            over = make_certificate(session, producer, scheme="pirt", items=names[1:2], valid_until=day - timedelta(1))
            asked = make_certificate(session, producer, scheme="pirt", items=names[2:], state="submitted")
            papers = zip(halal, (last_day, over, asked), strict=True)
            for code, name, held in zip(("AAA", "BBB", "CCC"), names, papers, strict=True):
                make_product(session, seller, code=code, name=name, category="snacks", producer=producer,
                             certificates=held)  # fmt: skip
        indexing.rebuild(database, day)

    assert set(codes(client, "certificate=halal")) == {"AAA", "BBB", "CCC"}
    assert codes(client, "certificate=halal&certificate=pirt") == ["AAA"]
    shown = {item["code"]: item["certificates"] for item in client.get("/api/v1/products").get_json()["items"]}
    pirt = {code: next(c for c in held if c["scheme"] == "pirt") for code, held in shown.items()}
    assert {code: c["status"] for code, c in pirt.items()} == {"AAA": "expiring", "BBB": "expired", "CCC": "submitted"}
    assert set(pirt["AAA"]) == {"scheme", "status", "number", "valid_until"}
    assert pirt["AAA"]["valid_until"] == day.isoformat()
    assert pirt["AAA"]["number"] and pirt["CCC"]["number"] is None


def test_facets_count_the_whole_result_and_not_their_own_choice(client: FlaskClient, fill: Fill) -> None:
    fill(*({"category": category} for category in ("crafts", "crafts", "textiles")))
    fill({"category": "crafts"}, region="35.78.09")

    answer = client.get("/api/v1/products?category=crafts&region=35.24&per_page=1").get_json()

    assert answer["total"] == 2
    assert answer["facets"] == {
        "category": {"crafts": 2, "textiles": 1},
        "region": {"35.24": 2, "35.78": 1},
        "certificate": {},
    }


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("category=unknown", "category"),
        ("certificate=iso", "certificate"),
        ("region=abc", "region"),
        ("sort=cheapest", "sort"),
        ("min_price=cheap", "min_price"),
        ("min_price=-1", "min_price"),
        ("min_price=99999999999999999999", "min_price"),
        ("min_price=20&max_price=10", "max_price"),
        ("page=0", "page"),
        ("per_page=101", "per_page"),
        ("colour=red", "colour"),
    ],
)
def test_values_that_cannot_be_read_are_named(client: FlaskClient, fill: Fill, question: str, field: str) -> None:
    fill()
    answer = client.get(f"/api/v1/products?{question}")

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert field in answer.get_json()["errors"]
    assert answer.get_json()["errors"][field]


@pytest.mark.parametrize(("question", "status"), [("page=50", 200), ("page=51", 400), ("per_page=100&page=13", 400)])
def test_pages_beyond_1200_hits_are_too_deep(client: FlaskClient, fill: Fill, question: str, status: int) -> None:
    fill({})
    answer = client.get(f"/api/v1/products?{question}")

    assert answer.status_code == status
    assert status == 200 or answer.get_json()["code"] == "too_deep"


def test_an_unknown_cooperative_is_404(client: FlaskClient, fill: Fill) -> None:
    fill({})

    assert client.get("/api/v1/products?cooperative=nobody").status_code == 404


def test_t24_a_product_hidden_a_moment_ago_is_not_shown_although_the_index_has_it(
    client: FlaskClient, fill: Fill, database: Database
) -> None:
    fill({"code": "AAA"}, {"code": "BBB"})
    fill({"code": "CCC"}, name="KDMP Dua")
    with database.transaction() as session:
        session.scalars(select(Product).where(Product.code == "AAA")).one().state = "withdrawn"
        session.scalars(
            select(Organisation).where(Organisation.name == "KDMP Dua")
        ).one().state = OrganisationState.SUSPENDED

    assert codes(client, "") == ["BBB"]


def test_price_comes_from_the_database(client: FlaskClient, fill: Fill, database: Database) -> None:
    fill({"code": "AAA"})
    with database.transaction() as session:
        session.scalars(select(Product)).one().price = 7_000

    assert client.get("/api/v1/products").get_json()["items"][0]["price"] == 7_000


def test_an_engine_that_is_down_is_503_with_a_hint_when_to_come_back(
    client: FlaskClient, app: Flask, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill({})

    def down(_query: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr(app.extensions["search"], "search", down)
    answer = client.get("/api/v1/products")

    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"]


def test_one_product_says_what_its_page_says(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "stock_on_hand": 100, "stock_reserved": 30, "photos": 2})

    found = client.get("/api/v1/products/aaa").get_json()

    assert set(found) >= PRODUCT_FIELDS
    assert (found["stock"], found["made_to_order"], found["carton_size"], found["pack_size"]) == (70, None, 20, 5)
    assert found["price_tiers"] == [{"minimum": 10, "price": 15_000}, {"minimum": 100, "price": 13_500}]
    assert found["producer"] == {"name": found["cooperative"]["name"], "region": "35.24.14.2011"}
    assert len(found["photos"]) == 2


def test_goods_made_to_order_say_when_and_how_many(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "availability": Availability.MADE_TO_ORDER, "lead_time_days": 7, "monthly_capacity": 500})

    found = client.get("/api/v1/products/AAA").get_json()

    assert found["stock"] is None
    assert found["made_to_order"] == {"lead_time_days": 7, "monthly_capacity": 500}


@pytest.mark.parametrize("over", [{"state": "draft"}, {"state": "withdrawn"}])
def test_what_is_not_on_sale_is_404(client: FlaskClient, fill: Fill, over: dict[str, Any]) -> None:
    fill({"code": "AAA", **over})

    answer = client.get("/api/v1/products/AAA")

    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_cooperatives_are_listed_by_name_with_what_they_sell(client: FlaskClient, fill: Fill) -> None:
    fill({}, {}, name="KDMP Weru")
    fill(name="KDMP Babat", region=BABAT)
    fill({}, name="KDMP Ditutup", state=OrganisationState.SUSPENDED)

    answer = client.get("/api/v1/cooperatives").get_json()

    assert [(item["slug"], item["products"]) for item in answer["items"]] == [("kdmp-babat", 0), ("kdmp-weru", 2)]
    assert answer["total"] == 2
    assert [item["slug"] for item in client.get("/api/v1/cooperatives?q=weru").get_json()["items"]] == ["kdmp-weru"]
    in_babat = client.get("/api/v1/cooperatives?region=35.24.05").get_json()["items"]
    assert [item["slug"] for item in in_babat] == ["kdmp-babat"]


def test_one_cooperative_tells_no_tax_number_and_no_account(client: FlaskClient, fill: Fill) -> None:
    fill({}, name="KDMP Weru", npwp="99.999.001.9-645.000", bank_account_number="9999000111")

    answer = client.get("/api/v1/cooperatives/kdmp-weru")

    assert answer.get_json()["name"] == "KDMP Weru"
    assert "9999000111" not in answer.text
    assert "645" not in answer.text
    assert client.get("/api/v1/cooperatives/nobody").status_code == 404


def test_suggestions_name_kind_and_address_and_are_those_of_the_page(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "name": "Tenun Parengan"}, name="KDMP Tenun Jaya")

    answer = client.get("/api/v1/suggest?q=tenu").get_json()

    assert {item["kind"] for item in answer["items"]} >= {"product", "cooperative"}
    assert {"kind": "product", "name": "Tenun Parengan", "url": "http://localhost/p/AAA"} in answer["items"]
    assert client.get("/saran?q=tenu").get_json() == answer
    assert client.get("/api/v1/suggest?q=t").get_json() == {"items": []}


def test_lists_ask_the_database_equally_often_for_one_row_and_for_many(
    client: FlaskClient, fill: Fill, database: Database
) -> None:
    def asked(url: str) -> int:
        with count_queries(database) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    fill({"photos": 1})
    few = {url: asked(f"/api/v1{url}") for url in ("/products", "/cooperatives")}
    for _number in range(4):
        fill(*({"photos": 2} for _product in range(5)))
    many = {url: asked(f"/api/v1{url}") for url in ("/products", "/cooperatives")}

    assert few == many
    assert few["/products"] <= 7
    assert few["/cooperatives"] <= 4


def test_the_document_describes_every_call_with_its_answers(client: FlaskClient) -> None:
    found = client.get("/api/v1/openapi.json").get_json()
    calls = {path: about["get"] for path, about in found["paths"].items() if "get" in about}
    mine = [f"/api/v1{path}" for path in ("/products", "/products/{code}", "/cooperatives", "/cooperatives/{slug}",
                                          "/suggest")]  # fmt: skip

    assert found["openapi"].startswith("3.1")
    for path in mine:
        assert "200" in calls[path]["responses"], path
    named = {parameter["name"] for parameter in calls["/api/v1/products"]["parameters"]}
    assert named == {
        "q", "category", "region", "cooperative", "certificate", "min_price", "max_price", "sort", "page", "per_page",
    }  # fmt: skip
    assert {"400", "422", "503"} <= set(calls["/api/v1/products"]["responses"])


@pytest.mark.parametrize("call", ["products", "suggest?q=a", "certificate-numbers/halal?number=1", "fairs/tidak-ada"])
def test_a_dead_token_is_refused_on_public_calls_too(client: FlaskClient, call: str) -> None:
    answer = client.get(f"/api/v1/{call}", headers={"Authorization": "Bearer ed_mati"})

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.get_json()["code"] == "dead_token"
