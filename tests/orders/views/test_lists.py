"""The list of orders narrowed and taken along, orders made again, and the report on local spending."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from orders.lifecycle import OrderState
from orders.models import CartLine, OrderLine
from orders.payments import refunding
from orders.payments.gateway import RefundResult
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Refund
from tests.factories import make_operator
from tests.orders.views.conftest import Scene, SignIn
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TODAY = jakarta_day(now())


def sheet(browser: FlaskClient, address: str, number: int = 0) -> list[list[Any]]:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found: list[list[Any]] = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(number).to_python()
    )
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Kain", True),
        ("q=PT+Pem", False),
        ("payment=unpaid", True),
        ("payment=paid", False),
        ("payment=odd", True),
        (f"since={TODAY}", True),
        (f"until={TODAY}", True),
        ("since=2999-01-01", False),
        ("until=2001-01-01", False),
        ("since=0001-01-01&until=9999-12-31", True),
        ("since=kemarin", True),
        ("sort=due", True),
        ("sort=highest", True),
        ("sort=oldest", True),
        ("sort=odd", True),
    ],
)
def test_the_list_is_narrowed_and_sorted(scene: Scene, sign_in: SignIn, query: str, found: bool) -> None:
    number = scene.order()

    page = sign_in("pembeli@uji.test").get(f"/pesanan?{query}")

    assert page.status_code == 200
    assert (f"/pesanan/{number}" in page.text) == found


def test_the_same_list_goes_into_a_spreadsheet(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(buyer_reference="=1+1")
    scene.order(state=OrderState.REJECTED)
    browser = sign_in("ketua@uji.test")

    rows = sheet(browser, "/pesanan/unduh.xlsx?state=placed")

    assert [row[:2] for row in rows[1:]] == [[number, "=1+1"]]
    assert len(sheet(browser, "/pesanan/unduh.xlsx")) == 3
    assert number in browser.get("/pesanan/unduh.csv?state=placed").text
    assert browser.get("/pesanan/unduh.pdf").status_code == 404
    assert number not in sign_in("tetangga@uji.test").get("/pesanan/unduh.csv").text


def test_the_turn_speaks_to_its_reader(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()

    assert (
        "Transfer jumlah yang tepat dan kirim buktinya." in sign_in("pembeli@uji.test").get(f"/pesanan/{number}").text
    )
    assert "Pembeli " in sign_in("ketua@uji.test").get(f"/pesanan/{number}").text


def test_an_order_is_made_again(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.RECEIVED)
    browser = sign_in("pembeli@uji.test")

    assert f"/pesanan/{number}/lagi" in browser.get(f"/pesanan/{number}").text
    assert "Tambah ke keranjang" in browser.get(f"/pesanan/{number}/lagi").text
    for _click in range(2):
        assert post(browser, f"/pesanan/{number}/lagi", {}).location == "/keranjang"

    with scene.database.reading() as session:
        assert session.query(CartLine).count() == session.query(OrderLine).count() == 1
    assert "Saat ini tidak ada" in browser.get(f"/pesanan/{number}/lagi").text


def test_t17_another_s_order_is_not_made_again(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()

    assert sign_in("saingan@uji.test").get(f"/pesanan/{number}/lagi").status_code == 404
    assert sign_in("ketua@uji.test").get(f"/pesanan/{number}/lagi").status_code == 403


def test_the_report_is_read_and_taken_along(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.RECEIVED)
    browser = sign_in("pembeli@uji.test")

    page = browser.get("/laporan-belanja?period=month")
    assert page.status_code == 200
    assert "KDMP Penjual" in page.text
    assert "Tidak ada pesanan" in browser.get("/laporan-belanja?period=last_year").text
    assert sheet(browser, "/laporan-belanja/unduh.xlsx", 2)[1][0] == number
    assert sheet(browser, "/laporan-belanja/unduh.xlsx", 1)[1][0] == "KDMP Penjual"
    assert "KDMP Penjual" not in sign_in("saingan@uji.test").get("/laporan-belanja").text
    assert sign_in("ketua@uji.test").get("/laporan-belanja").status_code == 403


def test_the_report_asks_a_fixed_number_of_questions(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")
    scene.order()
    with count_queries(scene.database) as few:
        browser.get("/laporan-belanja")
    for _number in range(3):
        scene.order()
    with count_queries(scene.database) as many:
        browser.get("/laporan-belanja")

    assert len(many) == len(few)


@pytest.fixture
def failed(scene: Scene, database: Database) -> int:
    """A card refund that the provider refused, and an operator."""
    scene.order(state=OrderState.CANCELLED, paid=True, payment_method=PaymentMethod.CARD)
    with database.transaction() as session:
        make_operator(session, email="pengelola@uji.test")
        [refund] = session.query(Refund).all()
        refunding.follow(session, refund.id, RefundResult("", "failed", "payment_refused"), now=now())
        return refund.id


def test_the_operator_sees_why_a_refund_failed_and_sends_it_again(scene: Scene, sign_in: SignIn, failed: int) -> None:
    browser = sign_in("pengelola@uji.test")

    assert "payment_refused" in browser.get("/pengelola/pengembalian").text
    assert post(browser, f"/pengelola/pengembalian/{failed}/lagi", {}).location == "/pengelola/pengembalian"
    assert "Semua pengembalian berjalan sendiri" in browser.get("/pengelola/pengembalian").text


def test_a_transfer_without_its_proof_changes_nothing(scene: Scene, sign_in: SignIn, failed: int) -> None:
    browser = sign_in("pengelola@uji.test")
    path = f"/pengelola/pengembalian/{failed}/transfer"

    assert browser.get(path).status_code == 200
    answer = post(browser, path, {"reference": "Bank Contoh FT1"})

    assert answer.status_code == 422
    assert "Bank Contoh FT1" in answer.text
    with scene.database.reading() as session:
        assert session.get_one(Refund, failed).state == "failed"
    assert browser.get("/pengelola/pengembalian/999999/transfer").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=Rahasia", "q=PT+Pembeli", "q=KDMP+Penjual", "q=%25", "state=placed", "payment=unpaid"]
)
def test_t23_words_of_a_strangers_order_find_nothing(scene: Scene, sign_in: SignIn, query: str) -> None:
    number = scene.order(buyer_reference="PO-Rahasia")

    for email in ("saingan@uji.test", "tetangga@uji.test"):
        answer = sign_in(email).get(f"/pesanan?{query}")
        assert answer.status_code == 200
        assert number not in answer.text
