"""Saving, comparing, seen lately, searching in lists: as a browser sees them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.lifecycle import ProductState
from catalog.models import Product
from marketplace.db import Database
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def codes(app: Flask, database: Database) -> list[str]:
    """Codes of five products of one cooperative; a buyer and a rival are there too."""
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="ketua@uji.test", name="KDMP Uji Kain")
        make_buyer(session, email="pembeli@uji.test")
        make_buyer(session, email="saingan@uji.test")
        return [
            make_product(session, seller, name=f"Sarung {number}", shelf_life_days=number or None).code
            for number in range(5)
        ]


def withdraw(database: Database, code: str) -> None:
    with database.transaction() as session:
        session.query(Product).filter(Product.code == code).update({"state": ProductState.WITHDRAWN})


def test_the_heart_saves_takes_off_and_leads_back(codes: list[str], sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    page = f"/k/{'kdmp-uji-kain'}"

    saved = post(browser, "/favorit/simpan", {"product": codes[0], "lanjut": page})
    with_heart = browser.get(page).text
    post(browser, "/favorit/lepas", {"product": codes[0], "lanjut": page})

    assert saved.location == page
    assert with_heart.count('class="pcard-save on"') == 1
    assert with_heart.count("pcard-save") == 5
    assert 'class="pcard-save on"' not in browser.get(page).text


def test_strangers_and_sellers_see_no_heart(client: FlaskClient, codes: list[str], sign_in: SignIn) -> None:
    assert "pcard-save" not in client.get("/k/kdmp-uji-kain").text
    assert "pcard-save" not in sign_in("ketua@uji.test").get("/k/kdmp-uji-kain").text


def test_hearts_cost_one_query_a_page(codes: list[str], database: Database, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    browser.get("/k/kdmp-uji-kain")

    with count_queries(database) as seen:
        browser.get("/k/kdmp-uji-kain")

    assert len([statement for statement in seen if "FROM list_items" in statement]) == 1


def test_going_back_leads_nowhere_else(codes: list[str], sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")

    answer = post(browser, "/favorit/simpan", {"product": codes[0], "lanjut": "//jahat.test/"})

    assert answer.location == f"/p/{codes[0]}"


def test_a_list_is_made_filled_changed_and_put_into_the_cart(
    codes: list[str], database: Database, sign_in: SignIn
) -> None:
    browser = sign_in("pembeli@uji.test")
    address = post(browser, "/favorit", {"name": "Parsel <b>Lebaran</b>"}).location
    code = address.rsplit("/", 1)[1]
    for product in codes[:3]:
        post(browser, "/favorit/simpan", {"product": product, "list": code})

    refused = post(browser, f"{address}/{codes[0]}", {"quantity": "banyak", "note": "yang biru"})
    changed = post(browser, f"{address}/{codes[0]}", {"quantity": "1.000", "note": "yang biru"})
    withdraw(database, codes[2])
    page = browser.get(address).text
    filled = post(browser, "/keranjang/tambah-daftar", {"list": code}, follow_redirects=True)

    assert refused.status_code == 422
    assert 'value="banyak"' in refused.text
    assert 'value="yang biru"' in refused.text
    assert changed.status_code == 302
    assert "Parsel &lt;b&gt;Lebaran" in page
    assert f'href="/p/{codes[2]}"' not in page  # withdrawn since: named, not linked
    assert "Sarung 2" in page
    assert f'href="/p/{codes[1]}"' in filled.text
    assert f'href="/p/{codes[2]}"' not in filled.text
    assert "Sarung 0" in filled.text  # told by name: 1,000 are not in stock


def test_putting_a_list_into_the_cart_twice_at_once_adds_once(
    codes: list[str], database: Database, sign_in: SignIn
) -> None:
    from orders.models import CartLine

    browser = sign_in("pembeli@uji.test")
    post(browser, "/favorit/simpan", {"product": codes[0]})
    code = browser.get("/favorit").text.split('href="/favorit/')[1].split('"')[0]

    for _ in range(2):
        assert post(browser, "/keranjang/tambah-daftar", {"list": code}).status_code == 302

    with database.reading() as session:
        assert [(line.unit, line.count) for line in session.query(CartLine)] == [("base", 10)]
    assert post(sign_in("saingan@uji.test"), "/keranjang/tambah-daftar", {"list": code}).status_code == 404


@pytest.mark.parametrize("path", ["", "/hapus"])
def test_a_rivals_list_is_not_there(codes: list[str], sign_in: SignIn, path: str) -> None:
    mine, rival = sign_in("pembeli@uji.test"), sign_in("saingan@uji.test")
    address = post(mine, "/favorit", {"name": "Rahasia"}).location

    answer = post(rival, address + path, {"name": "Dicuri"})

    assert answer.status_code in (404, 302)
    assert rival.get(address).status_code == 404
    assert "Rahasia" in mine.get(address).text


def test_empty_lists_say_what_to_do(codes: list[str], sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    address = post(browser, "/favorit", {"name": "Kosong"}).location

    assert 'href="/cari"' in browser.get(address).text
    assert 'href="/favorit"' in browser.get("/favorit?q=tidakada").text
    assert post(browser, "/favorit", {"name": " "}).status_code == 422


def test_products_are_compared_by_their_address_alone(client: FlaskClient, codes: list[str]) -> None:
    page = client.get("/bandingkan", query_string=[("p", codes[1]), ("p", codes[2].lower()), ("p", codes[1])])

    assert page.status_code == 200
    assert page.text.count('scope="col"') == 3  # the facts, and each product once
    assert "≠" in page.text
    assert "Set-Cookie" not in page.headers


def test_a_fifth_product_and_unknown_codes_are_said(client: FlaskClient, codes: list[str], database: Database) -> None:
    withdraw(database, codes[0])

    page = client.get("/bandingkan", query_string=[("lang", "en"), *(("p", code) for code in [*codes, "XYZ"])])
    empty = client.get("/bandingkan?p=%00&p=<script>&lang=en")

    assert "At most four" in page.text
    assert codes[0] in page.text
    assert f'href="/p/{codes[4]}"' not in page.text
    assert empty.status_code == 200
    assert "&lt;SCRIPT" in empty.text


def test_comparing_takes_a_fixed_number_of_queries(client: FlaskClient, codes: list[str], database: Database) -> None:
    def asked(*chosen: str) -> int:
        with count_queries(database) as seen:
            client.get("/bandingkan", query_string=[("p", code) for code in chosen])
        return len(seen)

    assert asked(*codes[:4]) == asked(*codes[:2]) <= 10


def test_what_was_seen_lately_is_shown_and_forgotten(client: FlaskClient, codes: list[str], database: Database) -> None:
    for code in codes[:3]:
        client.get(f"/p/{code}")
    withdraw(database, codes[0])

    home = client.get("/").text
    product = client.get(f"/p/{codes[2]}").text
    cleared = post(client, "/terakhir-dilihat/hapus", {"lanjut": "/"})

    assert home.index(f'seen-card" href="/p/{codes[2]}') < home.index(f'seen-card" href="/p/{codes[1]}')
    assert f'seen-card" href="/p/{codes[0]}' not in home
    assert f'seen-card" href="/p/{codes[2]}' not in product
    assert cleared.location == "/"
    assert "seen-card" not in client.get("/").text


def test_the_cookie_is_written_only_where_it_changes(client: FlaskClient, codes: list[str]) -> None:
    first, second = client.get(f"/p/{codes[0]}"), client.get(f"/p/{codes[0]}")

    assert "Set-Cookie" in first.headers
    assert "Set-Cookie" not in second.headers
    assert "Cookie" in second.headers["Vary"]
    assert second.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/pameran", "/koperasi", "/k/kdmp-uji-kain"])
def test_lists_can_be_searched_and_say_when_nothing_fits(client: FlaskClient, codes: list[str], path: str) -> None:
    page = client.get(path, query_string={"q": "tidak ada yang begini %_"})

    assert page.status_code == 200
    assert 'role="search"' in page.text
    assert f'href="{path}"' in page.text
    assert "Sarung 1" not in page.text
