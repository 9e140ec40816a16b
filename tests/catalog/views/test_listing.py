"""The seller's list of products, a new product, its summary and its stock."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from catalog import stock
from catalog.models import Availability, Product
from marketplace.db import Database
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]
ME, OTHER, BUYER = "saya@uji.test", "lain@uji.test", "beli@uji.test"


@pytest.fixture
def shop(database: Database) -> None:
    with database.transaction() as session:
        make_product(session, make_seller(session, email=ME), code="MINE", name="Kain Saya", stock_on_hand=10)
        make_product(session, make_seller(session, email=OTHER), code="THEIRS", name="Kain Mereka")
        make_buyer(session, email=BUYER)


@pytest.fixture
def me(shop: None, sign_in: SignIn) -> FlaskClient:
    return sign_in(ME)


def product(database: Database, code: str = "MINE") -> Product:
    with database.reading() as session:
        return session.query(Product).filter_by(code=code).one()


def test_the_list_shows_own_products_only(me: FlaskClient) -> None:
    page = me.get("/produk-saya").text

    assert "Kain Saya" in page
    assert "Kain Mereka" not in page


def test_a_buyer_and_a_stranger_have_no_list(shop: None, client: FlaskClient, sign_in: SignIn) -> None:
    assert client.get("/produk-saya").status_code == 302
    assert sign_in(BUYER).get("/produk-saya").status_code == 403


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?state=published", True),
        ("?state=draft", False),
        ("?state=nonsense", True),
        ("?q=kain+SAYA", True),
        ("?q=keripik", False),
        ("?q=%25", False),
        ("?q=_____", False),
        ("?page=0", True),
        ("?page=-3", True),
        ("?page=zwölf", True),
        ("?page=٣", True),
        ("?page=2", False),
    ],
)
def test_the_list_is_filtered_searched_and_paged(me: FlaskClient, query: str, there: bool) -> None:
    answer = me.get(f"/produk-saya{query}")

    assert answer.status_code == 200
    assert ("/produk-saya/MINE" in answer.text) == there


def test_a_longer_list_needs_no_more_queries(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        seller = make_seller(session, email="satu@uji.test")
        make_product(session, seller, photos=2)
    with count_queries(database) as few:
        me.get("/produk-saya")
    with database.transaction() as session:
        from marketplace.accounts import people, queries

        user = queries.person_by_email(session, ME)
        memberships = people.memberships_of(session, user.id)
        actor = people.actor_of(user, memberships, memberships[0].organisation_id)
        for _number in range(20):
            make_product(session, actor, photos=2, category="snacks")
    with count_queries(database) as many:
        assert me.get("/produk-saya").text.count("own-name") == 21

    assert len(many) <= len(few) + 1  # the certificates' names, once there are certificates


def test_a_product_begins_with_its_first_step_and_a_second_click_makes_no_second(
    me: FlaskClient, database: Database
) -> None:
    typed = {"name": "Keripik Tempe 150 g", "category": "snacks", "producer": "own", "description": "Renyah."}

    first = post(me, "/produk-saya/baru", typed, page="/produk-saya/baru")
    second = post(me, "/produk-saya/baru", typed, page="/produk-saya/baru")

    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    with database.reading() as session:
        (made,) = session.query(Product).filter_by(name="Keripik Tempe 150 g").all()
        assert made.producer is not None
        assert (made.state, made.category, made.producer.name) == ("draft", "snacks", made.cooperative.name)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "category": "snacks"},
        {"name": "ab", "category": "snacks"},
        {"name": "x" * 121, "category": "snacks"},
        {"name": "Keripik", "category": "weapons"},
        {"name": "Keripik"},
        {"name": "Keripik", "category": "snacks", "producer": "999999"},
        {"name": "Keripik", "category": "snacks", "producer": "own' OR 1=1"},
        {"name": "Keripik", "category": "snacks", "description": "x" * 4001},
    ],
)
def test_a_first_step_that_cannot_be_is_shown_again_with_what_was_typed(
    me: FlaskClient, database: Database, typed: dict[str, str]
) -> None:
    answer = post(me, "/produk-saya/baru", typed, page="/produk-saya/baru")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{typed["name"]}"' in answer.text
    with database.reading() as session:
        assert session.query(Product).count() == 2


@pytest.mark.parametrize(
    "path",
    ["", "/dasar", "/foto", "/kemasan", "/harga", "/pasokan", "/sertifikat"],
)
def test_a_strangers_product_is_not_there(me: FlaskClient, path: str) -> None:
    assert me.get(f"/produk-saya/MINE{path}").status_code == 200
    assert me.get(f"/produk-saya/THEIRS{path}").status_code == 404
    assert me.get(f"/produk-saya/NOSUCH{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/terbit", "/tarik", "/stok", "/dasar", "/foto", "/foto/1/hapus", "/foto/1/utama", "/kemasan", "/harga"]
)
def test_a_strangers_product_cannot_be_changed(me: FlaskClient, database: Database, path: str) -> None:
    answer = post(me, f"/produk-saya/THEIRS{path}", {"on_hand": "1", "seen": "100", "name": "Dicuri"})

    assert answer.status_code in (404, 422)
    assert product(database, "THEIRS").name == "Kain Mereka"
    assert product(database, "THEIRS").stock_on_hand == 100


def test_off_sale_and_on_sale_again_and_twice_is_once(me: FlaskClient, database: Database) -> None:
    for _click in range(2):
        assert post(me, "/produk-saya/MINE/tarik", {}).status_code == 302
    assert product(database).state == "withdrawn"

    for _click in range(2):
        assert post(me, "/produk-saya/MINE/terbit", {}).status_code == 302
    assert product(database).state == "published"


def test_a_product_with_gaps_is_not_published_and_the_page_leads_to_them(me: FlaskClient, database: Database) -> None:
    post(me, "/produk-saya/baru", {"name": "Keripik", "category": "snacks"}, page="/produk-saya/baru")
    with database.reading() as session:
        code = session.query(Product).filter_by(name="Keripik").one().code

    answer = post(me, f"/produk-saya/{code}/terbit", {})

    assert answer.status_code == 422
    assert f"/produk-saya/{code}/harga" in answer.text
    assert product(database, code).state == "draft"


def test_missing_papers_block_ordering_not_publishing(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        session.query(Product).filter_by(code="MINE").update({"category": "snacks", "state": "draft"})

    assert post(me, "/produk-saya/MINE/terbit", {}).status_code == 302

    assert product(database).state == "published"
    assert "belum dapat dipesan" in me.get("/produk-saya/MINE").text or "cannot" in me.get("/produk-saya/MINE").text


def test_a_count_is_taken_once_however_often_it_is_clicked(me: FlaskClient, database: Database) -> None:
    for _click in range(2):
        assert post(me, "/produk-saya/MINE/stok", {"on_hand": "1.250", "seen": "10"}).status_code == 302

    assert product(database).stock_on_hand == 1250


@pytest.mark.parametrize("typed", ["", "-1", "12,5", "1e3", "٢٥", "seratus", "9" * 30, "99999999", "0x10", "1.25"])
def test_a_count_that_is_no_number_is_refused_beside_the_field(me: FlaskClient, database: Database, typed: str) -> None:
    answer = post(me, "/produk-saya/MINE/stok", {"on_hand": typed, "seen": "10"})

    assert answer.status_code == 422
    assert 'id="on_hand-error"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert product(database).stock_on_hand == 10


@pytest.mark.parametrize("seen", ["9", "", "abc", "-10"])
def test_a_count_made_before_stock_moved_is_asked_for_again(me: FlaskClient, database: Database, seen: str) -> None:
    answer = post(me, "/produk-saya/MINE/stok", {"on_hand": "50", "seen": seen})

    assert answer.status_code == 409
    assert re.search(r'name="seen"[^>]*value="10"', answer.text)
    assert product(database).stock_on_hand == 10


def test_a_count_below_what_is_reserved_says_how_much_that_is(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        stock.reserve(session, product(database).id, 7, reference="order_line:1", now=NOW)

    answer = post(me, "/produk-saya/MINE/stok", {"on_hand": "6", "seen": "10"})

    assert answer.status_code == 422
    assert "7" in answer.text


def test_goods_made_to_order_show_no_count(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        session.query(Product).filter_by(code="MINE").update({"availability": Availability.MADE_TO_ORDER})

    assert 'name="on_hand"' not in me.get("/produk-saya/MINE").text


def test_without_a_token_nothing_is_sent(me: FlaskClient, database: Database) -> None:
    assert me.post("/produk-saya/MINE/tarik").status_code == 400
    assert product(database).state == "published"
