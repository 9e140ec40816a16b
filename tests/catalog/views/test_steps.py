"""The steps of a product as forms: saved, refused beside the field, stale, sent twice."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from catalog.models import Availability, Product
from certification.models import Certificate
from marketplace.db import Database
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ME = "saya@uji.test"
BASICS = {"name": "Kue Baru", "category": "cakes", "producer": "own", "description": "Baru."}
PACKING = {"base_unit": "bungkus", "weight_g": "1.170", "net_weight_g": "1000", "storage": "ambient"}
PRICES = {"minimum_order": "20", "price": "Rp15.000", "tax_treatment": "standard"}
SUPPLY = {"availability": "made_to_order", "lead_time_days": "5", "monthly_capacity": "1.500"}


@pytest.fixture
def me(database: Database, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    with database.transaction() as session:
        seller = make_seller(session, email=ME)
        maker = make_producer(session, seller, name="Ibu Siti")
        make_product(session, seller, code="MINE", name="Keripik Tempe", category="snacks", producer=maker)
        make_certificate(session, maker, items=("Keripik Tempe", "Keripik Tahu"))
        make_certificate(session, maker, scheme="pirt", items=("Keripik Tahu",))
    return sign_in(ME)


def product(session: Session) -> Product:
    return session.query(Product).filter_by(code="MINE").one()


def version(database: Database) -> int:
    with database.reading() as session:
        return product(session).version


def send(me: FlaskClient, database: Database, step: str, typed: dict[str, Any], seen: int | str | None = None) -> Any:
    """Send a step as made of the version that stands, unless said otherwise."""
    wanted = version(database) if seen is None else seen
    return post(me, f"/produk-saya/MINE/{step}", {"version": str(wanted), **typed})


@pytest.mark.parametrize(
    ("step", "typed", "column", "value"),
    [
        ("dasar", BASICS, "category", "cakes"),
        ("kemasan", PACKING, "weight_g", 1170),
        ("harga", PRICES, "price", 15_000),
        ("pasokan", SUPPLY, "monthly_capacity", 1500),
        ("sertifikat", {"declared_not_halal": "y"}, "declared_not_halal", True),
    ],
)
def test_a_step_is_saved_and_a_second_click_changes_nothing(
    me: FlaskClient, database: Database, step: str, typed: dict[str, str], column: str, value: object
) -> None:
    seen = version(database)

    first, second = (send(me, database, step, typed, seen) for _click in range(2))

    assert first.status_code == second.status_code == 302
    with database.reading() as session:
        assert getattr(product(session), column) == value
        assert product(session).version == seen + 1


def test_the_button_says_where_to_go_on(me: FlaskClient, database: Database) -> None:
    assert send(me, database, "kemasan", {**PACKING, "then": "next"}).location == "/produk-saya/MINE/harga"
    assert send(me, database, "kemasan", PACKING).location == "/produk-saya/MINE"


@pytest.mark.parametrize("seen", [0, "", "abc", "-1", "9" * 40, "1e3"])
@pytest.mark.parametrize(("step", "typed"), [("kemasan", PACKING), ("harga", PRICES), ("pasokan", SUPPLY)])
def test_an_old_form_is_refused_with_what_stands_now_and_keeps_what_was_typed(
    me: FlaskClient, database: Database, step: str, typed: dict[str, str], seen: object
) -> None:
    answer = send(me, database, step, typed, seen)  # type: ignore[arg-type]

    assert answer.status_code == 409
    number = next(value for name, value in typed.items() if name in ("weight_g", "price", "monthly_capacity"))
    assert f'value="{number}"' in answer.text
    assert re.search(rf'name="version"[^>]*value="{version(database)}"', answer.text)
    assert version(database) == 1


def test_a_colleagues_change_is_named_beside_ones_own(me: FlaskClient, database: Database) -> None:
    send(me, database, "kemasan", {**PACKING, "packaging": "plastik vakum"})

    answer = send(me, database, "kemasan", {**PACKING, "packaging": "toples"}, 1)

    assert answer.status_code == 409
    assert "plastik vakum" in answer.text
    assert 'value="toples"' in answer.text
    saved_after_all = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert saved_after_all
    assert send(me, database, "kemasan", {**PACKING, "packaging": "toples"}, saved_after_all[1]).status_code == 302


@pytest.mark.parametrize(
    ("step", "good", "field", "typed"),
    [
        *(("kemasan", PACKING, "weight_g", text) for text in ("", "0", "-5", "1,5", "٢٥٠", "dua", "9" * 30, "1.00")),
        *(("kemasan", PACKING, "carton_size", text) for text in ("1", "-20", "99999", "20.0", "½")),
        ("kemasan", PACKING, "barcode", "8993524000018"),
        ("kemasan", PACKING, "barcode", "<script>alert(1)</script>"),
        *(("harga", PRICES, "price", text) for text in ("", "15rb", "Rp15.00", "Rp15.000,50", "1e5", "٥٠٠٠")),
        *(("harga", PRICES, "minimum_order", text) for text in ("", "0", "-1", "1000001")),
        ("harga", PRICES, "minimum_2", "100"),
        *(("pasokan", SUPPLY, "lead_time_days", text) for text in ("", "0", "-3", "1000", "besok")),
    ],
)
def test_a_wrong_number_is_refused_beside_its_field_and_kept_as_typed(
    me: FlaskClient, database: Database, step: str, good: dict[str, str], field: str, typed: str
) -> None:
    answer = send(me, database, step, {**good, field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "<script>alert" not in answer.text
    assert version(database) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"price": "0"},
        {"price": "-15000"},
        {"minimum_2": "100", "price_2": "15000"},
        {"minimum_2": "20", "price_2": "14000"},
        {"minimum_2": "-100", "price_2": "14000"},
        {"minimum_2": "100", "price_2": "99999999999"},
    ],
)
def test_price_steps_that_make_no_sense_are_refused(me: FlaskClient, database: Database, typed: dict[str, str]) -> None:
    answer = send(me, database, "harga", {**PRICES, **typed})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert version(database) == 1


def test_six_price_steps_are_saved_and_shown_again(me: FlaskClient, database: Database) -> None:
    steps = {f"minimum_{n}": str(n * 100) for n in range(2, 7)} | {f"price_{n}": f"{15 - n}.000" for n in range(2, 7)}

    send(me, database, "harga", {**PRICES, **steps})

    with database.reading() as session:
        assert [tier.minimum for tier in product(session).tiers] == [20, 200, 300, 400, 500, 600]
    assert 'value="9.000"' in me.get("/produk-saya/MINE/harga").text


@pytest.mark.parametrize("field", ["base_unit", "storage"])
@pytest.mark.parametrize("typed", ["kontainer", "", "' OR 1=1 --"])
def test_a_choice_that_is_not_in_the_list_is_refused(
    me: FlaskClient, database: Database, field: str, typed: str
) -> None:
    assert send(me, database, "kemasan", {**PACKING, field: typed}).status_code == 422


def test_a_certificate_with_the_products_name_can_be_linked_and_another_cannot(
    me: FlaskClient, database: Database
) -> None:
    with database.reading() as session:
        halal, permit = session.query(Certificate).order_by(Certificate.id).all()
        fits, other_name, other_paper = halal.items[0].id, halal.items[1].id, permit.items[0].id
    page = me.get("/produk-saya/MINE/sertifikat").text
    assert f'name="items" value="{fits}"' in page
    assert f'name="items" value="{other_paper}"' not in page

    assert send(me, database, "sertifikat", {"items": [str(fits)]}).status_code == 302
    for wrong in (other_name, other_paper, 10**12):
        assert send(me, database, "sertifikat", {"items": [str(wrong)]}).status_code == 422
    assert send(me, database, "sertifikat", {"items": ["x"]}).status_code == 422

    with database.reading() as session:
        assert [paper.item_id for paper in product(session).papers] == [fits]


def test_the_page_says_what_is_missing_and_what_to_do(me: FlaskClient) -> None:
    page = me.get("/produk-saya/MINE/sertifikat?lang=en").text

    assert "The paper at hand does not name this product." in page
    assert "Next step:" in page
    assert "tidak halal" in page


def picture(color: str = "#23407f", kind: str = "JPEG") -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (900, 600), color).save(data, kind)
    data.seek(0)
    return data


def upload(me: FlaskClient, *files: tuple[BytesIO, str]) -> Any:
    token = csrf_token(me, "/produk-saya/MINE/foto")
    return me.post("/produk-saya/MINE/foto", data={"csrf_token": token, "photo": list(files)})


def photos(database: Database) -> list[int]:
    with database.reading() as session:
        return [photo.id for photo in product(session).photos]


def test_several_photos_are_kept_shown_put_in_order_and_taken_off(me: FlaskClient, database: Database) -> None:
    answer = upload(me, (picture(), "a.jpg"), (picture("#bd262c", "PNG"), "b.png"))

    assert answer.status_code == 302
    first, second = photos(database)
    page = me.get("/produk-saya/MINE/foto").text
    shown = re.findall(r'src="(/media/[^"]+-320\.webp)"', page)
    assert len(shown) == 2
    with me.get(shown[0]) as sent:
        assert sent.content_type == "image/webp"
    post(me, f"/produk-saya/MINE/foto/{second}/utama", {})
    assert photos(database) == [second, first]
    post(me, f"/produk-saya/MINE/foto/{second}/hapus", {})
    assert photos(database) == [first]
    assert post(me, f"/produk-saya/MINE/foto/{second}/hapus", {}).status_code == 404


def test_the_same_photo_sent_twice_is_kept_once(me: FlaskClient, database: Database) -> None:
    for _click in range(2):
        assert upload(me, (picture(), "a.jpg")).status_code == 302

    assert len(photos(database)) == 1


def test_a_usable_photo_is_kept_and_the_other_is_named(me: FlaskClient, database: Database) -> None:
    answer = upload(me, (picture(), "bagus.jpg"), (BytesIO(b"%PDF-1.7"), "surat.pdf"))

    assert answer.status_code == 422
    assert "surat.pdf" in answer.text
    assert len(photos(database)) == 1


@pytest.mark.parametrize("files", [(), ((BytesIO(b""), ""),), ((BytesIO(b""), "kosong.jpg"),)])
def test_no_photo_at_all_is_asked_for_again(me: FlaskClient, files: tuple[tuple[BytesIO, str], ...]) -> None:
    assert upload(me, *files).status_code == 422


def test_the_name_of_a_file_is_shown_as_text(me: FlaskClient) -> None:
    answer = upload(me, (BytesIO(b"x"), "<img src=x onerror=alert(1)>.jpg"))

    assert "<img src=x" not in answer.text


def test_stock_or_made_to_order_can_change_while_orders_run(me: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        product(session).stock_reserved = 10

    send(me, database, "pasokan", SUPPLY)

    with database.reading() as session:
        assert product(session).availability == Availability.MADE_TO_ORDER
        assert product(session).stock_reserved == 10
