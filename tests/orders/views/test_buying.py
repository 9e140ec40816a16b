"""The cart as a browser sees it."""

import pytest
from flask.testing import FlaskClient

from catalog.fairs import memory
from catalog.models import Product
from marketplace.core.clock import now
from orders.models import CartLine
from tests.factories_catalog import make_product
from tests.factories_orders import make_rate
from tests.orders.views.conftest import Scene, SignIn
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def product(scene: Scene) -> str:
    """The code of a cloth at 15,000 a piece from ten pieces on, 20 to a carton, 100 in stock."""
    with scene.database.transaction() as session:
        make_rate(session, scene.seller)
        return make_product(session, scene.seller, name="Sarung Uji").code


def add(browser: FlaskClient, code: str, unit: str = "carton", count: object = 1) -> int:
    return post(browser, "/keranjang/tambah", {"product": code, "unit": unit, "count": count}).status_code


def lines(scene: Scene) -> list[tuple[str, int]]:
    with scene.database.reading() as session:
        return [(line.unit, line.count) for line in session.query(CartLine).order_by(CartLine.id)]


def test_a_product_in_the_cart_is_shown_with_price_weight_and_shipping(
    scene: Scene, product: str, sign_in: SignIn
) -> None:
    browser = sign_in("pembeli@uji.test")

    assert add(browser, product, "carton", 2) == 302
    page = browser.get("/keranjang").text

    assert "Sarung Uji" in page
    assert "Rp600.000" in page
    assert "10 kg" in page
    assert "Rp100.000" in page


def test_an_empty_cart_leads_to_the_shop(scene: Scene, sign_in: SignIn) -> None:
    page = sign_in("pembeli@uji.test").get("/keranjang")

    assert page.status_code == 200
    assert 'href="/cari"' in page.text


def test_a_second_click_adds_once(scene: Scene, product: str, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")

    add(browser, product)
    add(browser, product)

    assert lines(scene) == [("carton", 1)]


@pytest.mark.parametrize("count", ["", "abc", "-3", "0", "1,5", "²", "9" * 30, "1000000000"])
def test_an_odd_amount_is_refused_in_words_and_changes_nothing(
    scene: Scene, product: str, sign_in: SignIn, count: str
) -> None:
    browser = sign_in("pembeli@uji.test")

    assert add(browser, product, "carton", count) == 422
    assert lines(scene) == []


def test_an_unknown_unit_is_refused(scene: Scene, product: str, sign_in: SignIn) -> None:
    assert add(sign_in("pembeli@uji.test"), product, "truk") == 422


def test_more_than_is_in_stock_is_a_conflict(scene: Scene, product: str, sign_in: SignIn) -> None:
    assert add(sign_in("pembeli@uji.test"), product, "base", 101) == 409


def test_a_product_that_is_not_there_is_not_found(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")

    assert add(browser, "TIDAKADA") == 404
    assert add(browser, "\x00") == 404


def test_a_refused_change_is_said_at_its_line_with_what_was_typed(scene: Scene, product: str, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    add(browser, product)

    answer = post(browser, "/keranjang/1", {"unit": "base", "count": "5"})

    assert answer.status_code == 422
    assert 'value="5"' in answer.text
    assert 'id="salah1"' in answer.text
    assert lines(scene) == [("carton", 1)]


def test_an_amount_is_changed_and_a_line_removed_twice_without_harm(
    scene: Scene, product: str, sign_in: SignIn
) -> None:
    browser = sign_in("pembeli@uji.test")
    add(browser, product)

    assert post(browser, "/keranjang/1", {"unit": "base", "count": "30"}).status_code == 302
    assert lines(scene) == [("base", 30)]
    assert post(browser, "/keranjang/1/hapus", {}).status_code == 302
    assert post(browser, "/keranjang/1/hapus", {}).status_code == 302
    assert lines(scene) == []


def test_t09_nobody_touches_another_persons_line(scene: Scene, product: str, sign_in: SignIn) -> None:
    add(sign_in("pembeli@uji.test"), product)
    rival = sign_in("saingan@uji.test")

    assert post(rival, "/keranjang/1", {"unit": "base", "count": "30"}).status_code == 404
    assert post(rival, "/keranjang/1/hapus", {}).status_code == 302
    assert lines(scene) == [("carton", 1)]


def test_a_seller_has_no_cart(scene: Scene, product: str, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")

    assert browser.get("/keranjang").status_code == 403
    assert add(browser, product) == 403


def test_what_cannot_be_ordered_any_more_is_marked_and_stops_the_checkout(
    scene: Scene, product: str, sign_in: SignIn
) -> None:
    browser = sign_in("pembeli@uji.test")
    add(browser, product)
    with scene.database.transaction() as session:
        session.query(Product).filter(Product.code == product).update({"state": "withdrawn"})

    page = browser.get("/keranjang")

    assert page.status_code == 200
    assert 'class="error"' in page.text
    assert 'href="/pesan"' not in page.text
    assert browser.get("/pesan").location == "/keranjang"


def test_shipping_is_reckoned_for_the_place_asked_for(scene: Scene, product: str, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    add(browser, product)

    page = browser.get("/keranjang?region=35&region=35.24&region=35.24.14").text

    assert "Paciran" in page
    assert browser.get("/keranjang?region=99.99").status_code == 200


def test_a_scanned_booth_is_remembered_with_the_line(scene: Scene, product: str, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    with browser.session_transaction() as cookie:
        cookie[memory.KEY] = {"code": "TIDAKADA", "at": int(now().timestamp())}

    assert add(browser, product) == 302


def test_the_cart_asks_the_database_as_often_for_many_lines_as_for_few(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    with scene.database.transaction() as session:
        codes = [make_product(session, scene.seller).code for _number in range(6)]
    add(browser, codes[0])
    with count_queries(scene.database) as few:
        browser.get("/keranjang")
    for code in codes[1:]:
        add(browser, code)
    with count_queries(scene.database) as many:
        browser.get("/keranjang")

    assert len(many) == len(few)
