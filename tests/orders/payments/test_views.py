"""The doors of money, as browsers and the provider knock at them."""

import io
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from marketplace.accounts.models import Organisation
from marketplace.core.roles import Role
from marketplace.db import Database
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Payment, TransferProof
from orders.payments.sandbox import SandboxHandle, sessions, sign
from orders.payments.stripe import StripeGateway
from tests.factories import make_buyer, make_member, make_seller
from tests.factories_orders import make_order
from tests.orders.payments.conftest import SECRET, SITE
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def number(app: Flask, database: Database, now: Any) -> str:
    """An order by transfer of pembeli@uji.test from kasir@uji.test's cooperative."""
    return order_of(database, now, PaymentMethod.BANK_TRANSFER)


def order_of(database: Database, now: Any, method: PaymentMethod) -> str:
    with database.transaction() as session:
        seller, buyer = make_seller(session, email="ketua@uji.test"), make_buyer(session, email="pembeli@uji.test")
        cooperative = session.get_one(Organisation, seller.organisation_id)
        make_member(session, cooperative, Role.STAFF, email="staf@uji.test")
        make_seller(session, email="tetangga@uji.test")
        make_buyer(session, email="saingan@uji.test")
        return make_order(session, buyer, seller, payment_method=method, now=now).number


def photo(color: int = 200) -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (400, 600), (color, 120, 80)).save(data, "JPEG")
    data.seek(0)
    return data, "bukti transfer.jpg"


def state_of(database: Database, number: str) -> str:
    with database.reading() as session:
        return session.scalars(select(Order.payment_state).where(Order.number == number)).one()


def send(browser: FlaskClient, number: str, **data: Any) -> Any:
    url = f"/pesanan/{number}/bukti"
    return post(browser, url, data or {"file": photo()}, page=url, content_type="multipart/form-data")


def test_a_buyer_sees_the_account_and_sends_the_proof(database: Database, number: str, sign_in: SignIn) -> None:
    browser = sign_in("pembeli@uji.test")

    page = browser.get(f"/pesanan/{number}/bukti")
    sent = send(browser, number)

    assert "9999000111" in page.text
    assert number in page.text
    assert sent.status_code == 302, sent.text
    assert state_of(database, number) == "proof_sent"
    assert "bukti transfer.jpg" in browser.get(f"/pesanan/{number}/bukti").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"file": (io.BytesIO(b"MZ\x90 not a picture"), "bukti.exe")}, "bukti"),
        ({"file": (io.BytesIO(b""), "")}, "bukti"),
        ({"note": "no file at all"}, "bukti"),
        ({"file": "a text where a file belongs"}, "bukti"),
    ],
)
def test_what_is_no_proof_is_refused_beside_the_field(
    database: Database, number: str, sign_in: SignIn, data: dict[str, Any], words: str
) -> None:
    answer = send(sign_in("pembeli@uji.test"), number, **data)

    assert answer.status_code == 422
    assert words in answer.text
    assert state_of(database, number) == "unpaid"


def test_the_manager_looks_at_the_proof_and_confirms(database: Database, number: str, sign_in: SignIn) -> None:
    send(sign_in("pembeli@uji.test"), number)
    manager = sign_in("ketua@uji.test")
    with database.reading() as session:
        file_id = session.scalars(select(TransferProof.file_id)).one()

    page = manager.get(f"/pesanan/{number}/uang-masuk")
    picture = manager.get(f"/berkas/{file_id}/halaman/1")
    confirmed = post(manager, f"/pesanan/{number}/uang-masuk", {})
    again = post(manager, f"/pesanan/{number}/uang-masuk", {})

    assert page.status_code == 200
    assert f"/berkas/{file_id}/halaman/1" in page.text
    assert picture.status_code == 200
    assert picture.mimetype == "image/webp"
    picture.close()
    assert (confirmed.status_code, again.status_code) == (302, 302)
    assert state_of(database, number) == "paid"


def test_a_refusal_keeps_what_was_typed_until_it_is_whole(database: Database, number: str, sign_in: SignIn) -> None:
    send(sign_in("pembeli@uji.test"), number)
    manager = sign_in("ketua@uji.test")
    with database.reading() as session:
        proof_id = session.scalars(select(TransferProof.id)).one()
    url = f"/pesanan/{number}/bukti/tolak"

    stale = post(manager, url, {"proof": "999", "reason": "Kurang seratus ribu"})
    odd = post(manager, url, {"proof": "٣", "reason": "Kurang seratus ribu"})
    empty = post(manager, url, {"proof": str(proof_id), "reason": "  "})
    good = post(manager, url, {"proof": str(proof_id), "reason": "Kurang seratus ribu"})

    assert stale.status_code == odd.status_code == 409
    assert "Kurang seratus ribu" in stale.text
    assert empty.status_code == 422
    assert good.status_code == 302
    assert "Kurang seratus ribu" in sign_in("pembeli@uji.test").get(f"/pesanan/{number}/bukti").text


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("saingan@uji.test", "bukti", 404),
        ("tetangga@uji.test", "uang-masuk", 404),
        ("tetangga@uji.test", "uang-kembali", 404),
        ("pembeli@uji.test", "uang-masuk", 403),
        ("staf@uji.test", "uang-masuk", 403),
        ("staf@uji.test", "uang-kembali", 403),
        ("ketua@uji.test", "bukti", 403),
        ("staf@uji.test", "bukti/tolak", 403),
        ("tetangga@uji.test", "bukti/tolak", 404),
    ],
)
def test_doors_of_money_open_for_whom_they_are_meant(
    database: Database, number: str, sign_in: SignIn, who: str, path: str, status: int
) -> None:
    browser = sign_in(who)

    assert path.endswith("tolak") or browser.get(f"/pesanan/{number}/{path}").status_code == status
    assert (
        post(browser, f"/pesanan/{number}/{path}", {"file": photo(), "note": "x", "reason": "x"}).status_code == status
    )
    assert state_of(database, number) == "unpaid"


def test_a_stranger_sees_no_proof_file(database: Database, number: str, sign_in: SignIn) -> None:
    send(sign_in("pembeli@uji.test"), number)
    with database.reading() as session:
        file_id = session.scalars(select(TransferProof.file_id)).one()

    for stranger in ("saingan@uji.test", "tetangga@uji.test"):
        assert sign_in(stranger).get(f"/berkas/{file_id}").status_code == 404


@pytest.fixture
def card(app: Flask, database: Database, provider: SandboxHandle, now: Any) -> str:
    """The reference of a card payment; the site's provider is the sandbox."""
    app.extensions["card_gateway"] = StripeGateway("sk_test_for_tests", SECRET, provider.url)
    order_of(database, now, PaymentMethod.CARD)
    with database.reading() as session:
        return session.scalars(select(Payment.reference)).one()


def session_of(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Payment.session_id)).one() or ""


def test_t10_a_link_leads_to_the_provider_and_back_to_paid_orders(
    database: Database, provider: SandboxHandle, card: str, sign_in: SignIn
) -> None:
    browser = sign_in("pembeli@uji.test")

    there = browser.get(f"/bayar/{card}?success_url=https://jahat.example&return_url=https://jahat.example")
    waiting = browser.get(f"/bayar/{card}/kembali")
    store = provider.sandbox.store
    with store.transaction():
        sessions.pay(store, store["sessions"][session_of(database)])
    back = browser.get(f"/bayar/{card}/kembali")
    again = browser.get(f"/bayar/{card}")

    assert there.status_code == 303
    assert there.location.startswith(provider.url)
    assert store["sessions"][session_of(database)]["success_url"] == f"{SITE}/bayar/{card}/kembali"
    assert waiting.status_code == back.status_code == 200
    assert again.location == f"{SITE}/bayar/{card}/kembali"
    with database.reading() as session:
        assert session.scalars(select(Order.payment_state)).one() == "paid"


@pytest.mark.parametrize(("who", "status"), [("saingan@uji.test", 404), ("ketua@uji.test", 403)])
def test_t10_nobody_else_pays_or_looks(card: str, sign_in: SignIn, who: str, status: int) -> None:
    browser = sign_in(who)

    assert browser.get(f"/bayar/{card}").status_code == status
    assert browser.get(f"/bayar/{card}/kembali").status_code == status


@pytest.mark.parametrize("gateway", [None, StripeGateway("sk_test_x", SECRET, "http://127.0.0.1:9")])
def test_without_a_provider_the_order_is_kept_and_the_page_says_so(
    app: Flask, database: Database, card: str, sign_in: SignIn, gateway: Any
) -> None:
    app.extensions["card_gateway"] = gateway

    answer = sign_in("pembeli@uji.test").get(f"/bayar/{card}")

    assert answer.status_code == 503
    assert "Pesanan" in answer.text
    assert card in answer.text
    with database.reading() as session:
        assert session.scalars(select(Order.state)).one() == "placed"


def knock(client: FlaskClient, event: dict[str, Any], secret: str = SECRET) -> int:
    body = json.dumps(event)
    headers = {"Stripe-Signature": sign(body, secret, int(time.time()))}
    return client.post("/payments/stripe", data=body, headers=headers, content_type="application/json").status_code


def test_the_webhook_needs_the_signature_and_nothing_else(
    database: Database, provider: SandboxHandle, card: str, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("pembeli@uji.test").get(f"/bayar/{card}")
    store = provider.sandbox.store
    with store.transaction():
        sessions.pay(store, store["sessions"][session_of(database)])
    event = list(store["events"].values())[-1]

    assert client.post("/payments/stripe", data=b"{}").status_code == 400
    assert client.post("/payments/stripe", data=b"\xff" * 600_000).status_code == 404
    assert knock(client, event, "whsec_wrong") == 400
    with database.reading() as session:
        assert session.scalars(select(Order.payment_state)).one() == "unpaid"
    assert knock(client, event) == knock(client, event) == 200
    with database.reading() as session:
        assert session.scalars(select(Order.payment_state)).one() == "paid"


def test_a_site_without_cards_has_no_webhook(app: Flask, client: FlaskClient) -> None:
    app.extensions["card_gateway"] = None

    assert client.post("/payments/stripe", data=b"{}").status_code == 404
