"""The shop window as visitors, buyers and a broken engine see it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.fairs.memory import KEY
from catalog.models import Availability, Product
from catalog.search import indexing
from catalog.search.engine import SearchUnavailable
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.clock import jakarta_day, now
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.factories_fairs import make_booth, make_fair
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Fill = Callable[..., Actor]
SignIn = Callable[[str], FlaskClient]
NAME = re.compile(r'class="pcard-name"><a href="[^"]*">([^<]+)<')


@pytest.fixture
def fill(app: Flask, database: Database) -> Fill:
    """Return a function that makes a cooperative with products (columns by keyword) and indexes them."""

    def make(*products: dict[str, Any], **profile: Any) -> Actor:
        with app.app_context():
            with database.transaction() as session:
                seller = make_seller(session, **profile)
                for over in products:
                    make_product(session, seller, **over)
            indexing.rebuild(database, jakarta_day(now()))
        return seller

    return make


def snack(
    app: Flask,
    database: Database,
    *,
    halal: dict[str, Any] | None = None,
    pirt: dict[str, Any] | None = None,
    **over: Any,
) -> None:
    """Make a snack with code AAA, whose maker holds the given papers; one that is verified keeps for years."""
    with app.app_context():
        with database.transaction() as session:
            seller = make_seller(session, name="KDMP Weru", email="penjual@uji.test")
            producer = make_producer(session, seller, name="Ibu Siti")
            wanted = (("halal", halal), ("pirt", pirt))
            papers = [
                make_certificate(session, producer, scheme=scheme, **fields)
                for scheme, fields in wanted
                if fields is not None
            ]
            values = {"code": "AAA", "name": "Keripik Tempe", "category": "snacks", "shelf_life_days": 90, **over}
            make_product(session, seller, producer=producer, certificates=tuple(papers), **values)
        indexing.rebuild(database, jakarta_day(now()))


def names(page: str) -> list[str]:
    """Return the names on the product cards of a page."""
    return NAME.findall(page)


def test_home_leads_into_the_goods(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun"}, name="KDMP Weru")

    page = client.get("/")

    assert page.status_code == 200
    assert names(page.text) == ["Kain Tenun"]
    assert 'action="/cari"' in page.text
    assert "/cari?category=textiles" in page.text


def test_home_names_the_fair_that_is_on(client: FlaskClient, app: Flask, database: Database) -> None:
    with app.app_context(), database.transaction() as session:
        fair = make_fair(session, make_official(session))
        fair.starts_on, fair.ends_on = jakarta_day(now()), jakarta_day(now()) + timedelta(days=1)
        slug = fair.slug

    assert f"/pameran/{slug}" in client.get("/").text


def test_an_empty_site_still_opens(client: FlaskClient) -> None:
    for url in ("/", "/cari", "/koperasi", "/cari?q=apa"):
        assert client.get(url).status_code == 200, url


def test_typing_errors_are_forgiven_and_said(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Bandeng Presto"}, {"name": "Kain Tenun"})

    page = client.get("/cari?q=bnadeng").text

    assert names(page) == ["Bandeng Presto"]
    assert "<strong>bandeng</strong>" in page


def test_filters_are_checkboxes_that_keep_what_was_chosen(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun", "category": "textiles"}, {"name": "Tas Pandan", "category": "crafts"})

    page = client.get("/cari?category=crafts&min_price=1000&sort=price").text

    assert names(page) == ["Tas Pandan"]
    assert '<input type="checkbox" name="category" value="crafts" checked>' in page
    assert '<input type="checkbox" name="category" value="textiles">' in page
    assert 'name="min_price" size="8" value="1000"' in page
    assert 'href="/cari?min_price=1000&amp;sort=price"' in page  # takes the filter away again


def test_districts_are_offered_beside_what_is_found(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun"})
    fill({"name": "Tas Pandan"}, region="35.24.05.1003")

    assert 'value="35.24.05">Babat' in client.get("/cari").text
    assert names(client.get("/cari?region=35.24.05").text) == ["Tas Pandan"]


def test_the_second_page_follows_the_first(client: FlaskClient, fill: Fill) -> None:
    fill(*({"name": f"Kain {number:02d}"} for number in range(30)))

    first, second = client.get("/cari?q=kain&sort=newest").text, client.get("/cari?q=kain&sort=newest&page=2").text

    assert (len(names(first)), len(names(second))) == (24, 6)
    assert not set(names(first)) & set(names(second))
    assert "/cari?q=kain&amp;sort=newest&amp;page=2" in first


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("certificate=iso", 422),
        ("category=unknown&region=abc&sort=x&min_price=murah&page=dua", 422),
        ("min_price=20&max_price=10", 422),
        ("page=99999999999999999999", 422),
        ("page=51", 400),
    ],
)
def test_values_that_cannot_be_read_are_said_and_the_rest_is_shown(
    client: FlaskClient, fill: Fill, question: str, status: int
) -> None:
    fill({"name": "Kain Tenun"})

    page = client.get(f"/cari?q=kain&{question}")

    assert page.status_code == status
    assert 'class="banner banner-bad" role="alert"' in page.text
    assert names(page.text) == ["Kain Tenun"]


@pytest.mark.parametrize(
    "words", ["%", "'; DROP TABLE products; --", "<script>alert(1)</script>", "\x00", "a" * 5000, "𓀀"]
)
def test_hostile_words_are_only_words(client: FlaskClient, fill: Fill, words: str) -> None:
    fill({"name": "Kain Tenun"})

    for url in ("/cari", "/saran", "/koperasi", "/api/v1/products", "/api/v1/suggest", "/api/v1/cooperatives"):
        page = client.get(url, query_string={"q": words})
        assert page.status_code == 200, url
        assert "<script>alert" not in page.text


def test_nothing_found_gives_advice(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun"})

    without_filter = client.get("/cari?q=zzzzqqq").text
    with_filter = client.get("/cari?q=kain&category=crafts").text

    assert "Tidak ditemukan" in without_filter
    assert "/cari?category=snacks" in without_filter
    assert 'href="/cari?q=kain">Hapus semua saringan' in with_filter


def test_cooperatives_of_that_name_stand_above_the_products(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun"}, name="KDMP Tracal")

    assert 'class="coop" href="/k/kdmp-tracal"' in client.get("/cari?q=tracal").text


def test_an_engine_that_is_down_lets_people_browse(
    client: FlaskClient, app: Flask, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill({"name": "Kain Tenun", "category": "textiles"}, {"name": "Tas Pandan", "category": "crafts"})

    def down(*_args: object) -> None:
        raise SearchUnavailable

    for method in ("search", "suggest", "suggest_cooperatives"):
        monkeypatch.setattr(app.extensions["search"], method, down)
    page = client.get("/cari?q=tas&category=crafts&region=35.24&max_price=20000&sort=price")

    assert page.status_code == 200
    assert names(page.text) == ["Tas Pandan"]
    assert "banner-wait" in page.text
    assert client.get("/saran?q=tas").get_json() == {"items": []}


def test_browsing_without_the_engine_filters_by_papers_that_count_today(
    client: FlaskClient, app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    snack(app, database, halal={}, pirt={"valid_until": jakarta_day(now()) - timedelta(days=1)})

    def down(*_args: object) -> None:
        raise SearchUnavailable

    monkeypatch.setattr(app.extensions["search"], "search", down)

    assert names(client.get("/cari?certificate=halal").text) == ["Keripik Tempe"]
    assert names(client.get("/cari?certificate=pirt").text) == []


def test_what_was_hidden_a_moment_ago_is_not_on_the_page(client: FlaskClient, fill: Fill, database: Database) -> None:
    fill({"name": "Kain Tenun"}, name="KDMP Satu")
    with database.transaction() as session:
        session.scalars(
            select(Organisation).where(Organisation.name == "KDMP Satu")
        ).one().state = OrganisationState.SUSPENDED

    assert names(client.get("/cari?q=kain").text) == []
    assert client.get("/k/kdmp-satu").status_code == 404


def test_a_product_says_who_made_it_who_sells_it_and_who_checked_its_papers(
    client: FlaskClient, app: Flask, database: Database
) -> None:
    snack(app, database, halal={"number": "ID35199990000010526"}, pirt={})

    page = client.get("/p/AAA").text

    assert "Dibuat oleh Ibu Siti · dijual oleh KDMP Weru" in page
    assert "ID35199990000010526" in page
    assert page.count('class="cert cert-ok"') == 2
    assert "terhadap SIHALAL (BPJPH)." in page
    assert page.count('href="/s/UJI') == 2


@pytest.mark.parametrize(
    ("is_pkp", "treatment", "words"),
    [
        (True, "standard", "11% dari harga"),
        (True, "exempt", "PPN dibebaskan"),
        (False, "standard", "Penjual bukan PKP"),
    ],
)
def test_a_product_says_how_ppn_comes_on_top(
    client: FlaskClient, fill: Fill, is_pkp: bool, treatment: str, words: str
) -> None:
    fill({"code": "AAA", "tax_treatment": treatment}, is_pkp=is_pkp)

    assert words in client.get("/p/AAA").text
    assert client.get("/p/AAA?lang=en").status_code == 200


def test_price_steps_are_said_in_cartons(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "tiers": ((20, 15_000), (100, 13_500)), "carton_size": 20})

    page = client.get("/p/AAA").text

    assert "1 sampai 4 karton<strong>Rp15.000</strong>" in page
    assert "mulai 5 karton<strong>Rp13.500</strong>" in page


@pytest.mark.parametrize(
    ("pirt", "words"),
    [
        (None, "Belum ada surat ini untuk produk ini."),
        ({"valid_until": jakarta_day(now()) - timedelta(days=1)}, "kedaluwarsa"),
        ({"state": "submitted"}, "belum"),
    ],
)
def test_a_product_without_its_papers_is_shown_and_says_why_it_cannot_be_ordered(
    sign_in: SignIn, app: Flask, database: Database, pirt: dict[str, Any] | None, words: str
) -> None:
    snack(app, database, halal={}, pirt=pirt)
    with database.transaction() as session:
        make_buyer(session, email="ritel@uji.test")

    page = sign_in("ritel@uji.test").get("/p/AAA")

    assert page.status_code == 200
    assert "/keranjang/tambah" not in page.text
    assert "belum dapat dipesan" in page.text
    assert words.lower() in page.text.lower()


def test_an_application_with_its_receipt_is_enough_to_order(sign_in: SignIn, app: Flask, database: Database) -> None:
    snack(app, database, halal={}, pirt={"state": "submitted", "number": "", "application_receipt": "STTD-99"})
    with database.transaction() as session:
        make_buyer(session, email="ritel@uji.test")

    assert "/keranjang/tambah" in sign_in("ritel@uji.test").get("/p/AAA").text


def test_food_that_keeps_a_week_says_that_it_is_exempt(client: FlaskClient, app: Flask, database: Database) -> None:
    snack(app, database, halal={}, shelf_life_days=5)

    page = client.get("/p/AAA").text

    assert "Dikecualikan" in page
    assert "belum dapat dipesan" not in page


def test_a_buyer_puts_the_smallest_carton_order_into_the_cart(sign_in: SignIn, fill: Fill, database: Database) -> None:
    fill({"code": "AAA", "name": "Kain Tenun", "tiers": ((30, 15_000),), "carton_size": 20, "pack_size": 5})
    with database.transaction() as session:
        make_buyer(session, email="ritel@uji.test")
    browser = sign_in("ritel@uji.test")

    page = browser.get("/p/AAA").text

    assert 'name="unit" value="carton" data-size="20" checked' in page
    assert re.search(r'name="count"[^>]*value="2"', page)  # two cartons are the first that reach 30 pieces
    sent = {"product": "AAA", "unit": "carton", "count": "2"}
    assert post(browser, "/keranjang/tambah", sent, page="/p/AAA").status_code in (302, 303)
    assert "Kain Tenun" in browser.get("/keranjang").text


def test_visitors_are_led_to_sign_in_and_back(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA"})

    page = client.get("/p/AAA").text

    assert "/keranjang/tambah" not in page
    assert 'href="/masuk?lanjut=/p/AAA"' in page
    assert 'href="/kontak?product=AAA"' in page


def test_what_is_sold_out_cannot_be_put_into_the_cart(sign_in: SignIn, fill: Fill, database: Database) -> None:
    fill({"code": "AAA", "stock_on_hand": 100, "stock_reserved": 95})
    with database.transaction() as session:
        make_buyer(session, email="ritel@uji.test")

    page = sign_in("ritel@uji.test").get("/p/AAA").text

    assert "Sedang habis." in page
    assert "/keranjang/tambah" not in page


def test_goods_made_to_order_say_how_long_and_how_many(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "availability": Availability.MADE_TO_ORDER, "lead_time_days": 7, "monthly_capacity": 5_000,
          "stock_on_hand": 0})  # fmt: skip

    page = client.get("/p/AAA").text

    assert "7 hari kerja" in page
    assert "5.000 lembar" in page
    assert "Sedang habis." not in page


def test_photos_come_in_three_sizes(client: FlaskClient, fill: Fill) -> None:
    fill({"code": "AAA", "photos": 2})

    page = client.get("/p/AAA").text

    assert re.search(
        r'srcset="/media/\S+-320\.webp 320w, /media/\S+-640\.webp 640w, /media/\S+-1280\.webp 1280w"', page
    )


def test_the_scanned_booth_is_remembered_and_an_invented_one_is_not(
    client: FlaskClient, app: Flask, fill: Fill, database: Database
) -> None:
    seller = fill({"code": "AAA"})
    with app.app_context(), database.transaction() as session:
        code = make_booth(session, make_fair(session, make_official(session)), seller).code

    client.get("/p/AAA?stan=TIDAKADA")
    with client.session_transaction() as kept:
        assert KEY not in kept
    client.get(f"/p/AAA?stan={code}")
    with client.session_transaction() as kept:
        assert kept[KEY]["code"] == code


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_t25_unpublished_products_are_their_cooperatives_alone(
    client: FlaskClient, sign_in: SignIn, fill: Fill, database: Database, state: str
) -> None:
    fill({"code": "AAA", "state": state}, email="penjual@uji.test")
    fill(email="lain@uji.test")

    assert client.get("/p/AAA").status_code == 404
    assert sign_in("lain@uji.test").get("/p/AAA").status_code == 404
    assert sign_in("penjual@uji.test").get("/p/AAA").status_code == 200


def test_a_cooperatives_page_shows_its_goods_and_gaps_but_no_account(client: FlaskClient, fill: Fill) -> None:
    fill({"name": "Kain Tenun"}, {"name": "Kain Lurik", "state": "draft"}, name="KDMP Weru", nib="",
         bank_account_number="9999000777", npwp="99.999.001.9-645.000")  # fmt: skip

    page = client.get("/k/kdmp-weru").text

    assert names(page) == ["Kain Tenun"]
    assert "9999000777" not in page
    assert "645.000" not in page
    assert "belum diisi" in page.lower() or "belum" in page.lower()
    assert client.get("/k/tidak-ada").status_code == 404


def test_cooperatives_are_found_by_name_or_place_and_paged(client: FlaskClient, fill: Fill, database: Database) -> None:
    with database.transaction() as session:
        for number in range(30):
            make_seller(session, name=f"KDMP Desa {number:02d}")
        make_seller(session, name="KDMP Sukorejo", region="35.24.05.1003")
        make_seller(session, name="KDMP Ditutup", state=OrganisationState.SUSPENDED)

    assert "31 koperasi" in client.get("/koperasi").text
    assert client.get("/koperasi?page=2").text.count('class="coop"') == 7
    babat = client.get("/koperasi?q=babat").text
    assert "KDMP Sukorejo" in babat
    assert "KDMP Desa" not in babat
    assert "KDMP Ditutup" not in client.get("/koperasi?q=ditutup").text


@pytest.mark.parametrize(
    ("url", "most"),
    [("/", 13), ("/cari", 9), ("/cari?q=kain", 10), ("/p/AAA", 12), ("/k/kdmp-satu", 9), ("/koperasi", 4)],
)
def test_pages_ask_the_database_equally_often_for_few_rows_and_for_many(
    client: FlaskClient, fill: Fill, database: Database, url: str, most: int
) -> None:
    def asked() -> int:
        with count_queries(database) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    fill({"code": "AAA", "photos": 1}, {"photos": 1}, name="KDMP Satu")
    few = asked()
    with database.transaction() as session:
        seller_id = session.scalars(select(Product.cooperative_id)).first()
        seller = make_seller(session, name="KDMP Dua")
        for number in range(8):
            product = make_product(session, seller, photos=2, name=f"Kain Baru {number}")
            product.cooperative_id = seller_id or 0
    fill(*({"photos": 2} for _number in range(10)), name="KDMP Tiga")

    assert asked() == few
    assert few <= most
