"""The pages of conversations, as both parties and strangers see them."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from marketplace.conversations.models import Conversation, Message, MessageFile
from marketplace.db import Database
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SCRIPT = "<script>alert(1)</script>"
KEY = re.compile(r'name="idempotency_key"[^>]*value="([^"]+)"')


@pytest.fixture
def start(app: Flask, database: Database) -> str:
    """Make a buyer, a cooperative, a stranger and an official; return the page of the first message."""
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="penjual@uji.test")
        make_buyer(session, email="pembeli@uji.test")
        make_buyer(session, email="lain@uji.test")
        make_official(session, email="petugas@uji.test")
        return f"/tanya/baru?tentang=product:{make_product(session, seller).code}"


def photo() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "JPEG")
    return buffer.getvalue()


def status(browser: FlaskClient, path: str) -> int:
    """Return the status of an answer, closed again: files are streamed."""
    with browser.get(path) as answer:
        return answer.status_code


def send(browser: FlaskClient, page: str, text: str, *files: tuple[bytes, str], key: str = "") -> str:
    """Send the form of a page and return where it leads."""
    found = KEY.search(browser.get(page).text)
    data = {"text": text, "idempotency_key": key or (found.group(1) if found else "")}
    if files:
        data["files"] = [(BytesIO(content), name) for content, name in files]
    answer = post(browser, page, data, page=page)
    assert answer.status_code == 302, answer.text
    return str(answer.location).partition("#")[0]


def test_a_buyer_asks_and_the_cooperative_answers(sign_in: Callable[[str], FlaskClient], start: str) -> None:
    buyer, seller = sign_in("pembeli@uji.test"), sign_in("penjual@uji.test")

    page = send(buyer, start, "Selamat pagi.\r\nAda stok?")
    assert "Belum ada" not in seller.get("/tanya").text
    assert ">1</span>" in seller.get("/tanya").text, "the menu counts what is unread"
    assert "Selamat pagi.\nAda stok?" in seller.get(page).text
    assert '<span class="n">1</span>' not in seller.get("/tanya").text, "looking at it is reading it"
    send(seller, page, "Ada 100 lembar.")

    assert "Ada 100 lembar." in buyer.get(page).text
    assert buyer.get(start).location.partition("#")[0] == page, "the button leads to what there is"


def test_a_double_click_sends_one_message(
    sign_in: Callable[[str], FlaskClient], database: Database, start: str
) -> None:
    buyer = sign_in("pembeli@uji.test")

    first = send(buyer, start, "Ada stok?", key="kunci-formulir-1")
    found = post(buyer, start, {"text": "Ada stok?", "idempotency_key": "kunci-formulir-1"})
    again = post(buyer, first, {"text": "", "idempotency_key": "kunci-formulir-1"})

    assert (found.status_code, again.status_code) == (302, 302)
    with database.reading() as session:
        assert session.scalar(select(func.count(Message.id))) == 1


def test_a_third_organisation_finds_neither_page_nor_files(
    sign_in: Callable[[str], FlaskClient], database: Database, start: str
) -> None:
    buyer, seller = sign_in("pembeli@uji.test"), sign_in("penjual@uji.test")
    page = send(buyer, start, "Lihat foto.", (photo(), "kemasan.jpg"))
    with database.reading() as session:
        file_id = session.scalars(select(MessageFile.file_id)).one()
    paths = [f"/berkas/{file_id}", f"/berkas/{file_id}/halaman/1"]

    assert [status(seller, path) for path in paths] == [200, 200]
    for email, expected in (("lain@uji.test", 404), ("petugas@uji.test", 403)):
        stranger = sign_in(email)
        assert [status(stranger, path) for path in paths] == [404, 404]
        assert stranger.get(page).status_code == expected
        assert post(stranger, page, {"text": "Halo", "idempotency_key": "kunci-asing-1"}).status_code == expected
    missing = sign_in("lain@uji.test")
    assert missing.get(page).status_code == missing.get("/tanya/tidak-ada").status_code


def test_t58_t70_text_and_file_names_are_shown_as_text(sign_in: Callable[[str], FlaskClient], start: str) -> None:
    buyer = sign_in("pembeli@uji.test")

    page = send(buyer, start, f"{SCRIPT} https://contoh.test", (photo(), f"{SCRIPT}.jpg"))

    for path in (page, "/tanya", "/tanya?q=%3Cscript%3E"):
        text = buyer.get(path).text
        assert SCRIPT not in text
        assert "&lt;script&gt;" in text
        assert 'href="https://contoh.test' not in text, "addresses of others are not made into links"


@pytest.mark.parametrize(
    ("text", "names"),
    [("", []), ("a" * 4001, []), ("Halo", ["satu.jpg"] * 4), ("Halo", ["jahat.exe"])],
    ids=["empty", "long", "files", "kind"],
)
def test_what_is_refused_keeps_the_text(
    sign_in: Callable[[str], FlaskClient], database: Database, start: str, text: str, names: list[str]
) -> None:
    buyer = sign_in("pembeli@uji.test")
    data = {"text": text, "files": [(BytesIO(photo()), name) for name in names], "csrf_token": csrf_token(buyer, start)}

    answer = buyer.post(start, data={**data, "idempotency_key": "kunci-formulir-1"})

    assert answer.status_code == 422
    assert text in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count(Conversation.id))) == 0


def test_the_pages_of_product_and_order_lead_here(sign_in: Callable[[str], FlaskClient], start: str) -> None:
    code = start.rpartition(":")[2]

    assert f"tentang=product:{code}" in sign_in("pembeli@uji.test").get(f"/p/{code}").text
    assert "/tanya/baru" not in sign_in("petugas@uji.test").get(f"/p/{code}").text
