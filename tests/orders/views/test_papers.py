"""Papers of orders open for the two parties, and say what the order says."""

import io

import pypdfium2
import pytest
from werkzeug.test import TestResponse

from orders.lifecycle import OrderState
from orders.models import Shipment
from tests.orders.views.conftest import Scene, SignIn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def text_of(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("email", ["pembeli@uji.test", "ketua@uji.test"])
def test_the_invoice_of_a_confirmed_order_opens(scene: Scene, sign_in: SignIn, email: str) -> None:
    number = scene.order(state=OrderState.CONFIRMED)

    text = text_of(sign_in(email).get(f"/pesanan/{number}/tagihan.pdf"))

    for words in (scene.read(number, "invoice_number"), number, "KDMP Penjual", "PT Pembeli", "9999000111"):
        assert words in text
    assert "Lunas" not in text


def test_a_paid_invoice_says_so_and_asks_for_nothing(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.SHIPPED)

    assert "Lunas" in text_of(sign_in("pembeli@uji.test").get(f"/pesanan/{number}/tagihan.pdf"))


def test_the_delivery_note_names_the_place_the_carrier_and_the_cartons(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order(state=OrderState.SHIPPED)
    with scene.database.reading() as session:
        shipment = session.query(Shipment).one()

    text = text_of(sign_in("ketua@uji.test").get(f"/pesanan/{number}/surat-jalan/{shipment.id}.pdf"))

    for words in (shipment.number, "Gudang Uji", "Jalan Uji 1", "Kurir Uji", "UJI-1", "20 lembar"):
        assert words in text


def test_there_is_no_paper_before_its_time(scene: Scene, sign_in: SignIn) -> None:
    number = scene.order()
    browser = sign_in("pembeli@uji.test")

    assert browser.get(f"/pesanan/{number}/tagihan.pdf").status_code == 404
    assert browser.get(f"/pesanan/{number}/surat-jalan/1.pdf").status_code == 404


def test_a_shipment_of_another_order_is_not_found_here(scene: Scene, sign_in: SignIn) -> None:
    shipped, other = scene.order(state=OrderState.SHIPPED), scene.order()
    browser = sign_in("pembeli@uji.test")

    assert browser.get(f"/pesanan/{shipped}/surat-jalan/1.pdf").status_code == 200
    assert browser.get(f"/pesanan/{other}/surat-jalan/1.pdf").status_code == 404
