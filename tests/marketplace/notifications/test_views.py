"""The inbox, the choices about mail, and stopping mails without signing in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.notifications import bounces, choices
from marketplace.notifications.groups import CHOOSABLE, Group
from marketplace.notifications.models import MailStop, Notification
from marketplace.notifications.stopping import Wish, token_for
from tests.factories import make_buyer, make_operator
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def user_id(app: Flask, database: Database) -> int:
    """Make a buyer with one notice of today and one of the day before."""
    with app.test_request_context(), database.transaction() as session:
        buyer = make_buyer(session, email="pembeli@uji.test")
        make_buyer(session, email="lain@uji.test")
        make_operator(session, email="admin@uji.test")
        for number, title in ((1, "Kabar lama"), (0, "Kabar baru")):
            at = now() - timedelta(days=number)
            row = Notification(user_id=buyer.user_id, kind="order_paid", title=title, body="Isi", created_at=at)
            row.url = "/pesanan"
            session.add(row)
    return buyer.user_id


@pytest.fixture
def address(app: Flask, user_id: int) -> str:
    """Return the path that stops the buyer's mails of orders."""
    return "/berhenti/" + token_for(app.config["SECRET_KEY"], Wish(user_id, Group.ORDERS))


def test_the_inbox_stands_by_days_and_shows_what_is_unread(
    sign_in: Callable[[str], FlaskClient], database: Database, user_id: int
) -> None:
    browser = sign_in("pembeli@uji.test")
    with database.reading() as session:
        first = session.scalars(select(Notification.id).order_by(Notification.id)).first()

    page = browser.get("/kabar").text
    assert page.index("Kabar baru") < page.index("Kabar lama")
    assert page.count('<h2 class="small muted') == 2
    post(browser, f"/kabar/{first}/tanda", {"dibaca": "1", "kembali": "/kabar?tampil=belum"}, page="/kabar")
    assert "Kabar lama" not in browser.get("/kabar?tampil=belum").text
    post(browser, f"/kabar/{first}/tanda", {"dibaca": "0"}, page="/kabar")
    assert "Kabar lama" in browser.get("/kabar?tampil=belum").text


def test_nobody_marks_the_notice_of_somebody_else(
    sign_in: Callable[[str], FlaskClient], database: Database, user_id: int
) -> None:
    stranger = sign_in("lain@uji.test")
    with database.reading() as session:
        first = session.scalars(select(Notification.id)).first()

    assert post(stranger, f"/kabar/{first}/tanda", {"dibaca": "1"}).status_code == 404
    assert post(stranger, f"/kabar/{first}", {}).status_code == 404


def test_a_person_chooses_the_mails(sign_in: Callable[[str], FlaskClient], database: Database, user_id: int) -> None:
    browser = sign_in("pembeli@uji.test")

    post(browser, "/akun/kabar", {"group": ["orders", "messages", "security", "nonsense"]}, page="/akun/kabar")

    with database.reading() as session:
        kept = choices.stopped_groups(session, user_id)
    assert kept == set(CHOOSABLE) - {Group.ORDERS, Group.MESSAGES}
    assert 'value="orders" aria-describedby="g-orders-hint" checked' in browser.get("/akun/kabar").text


def test_a_mail_program_stops_mails_by_one_post(client: FlaskClient, database: Database, address: str) -> None:
    looked = client.get(address)
    with database.reading() as session:
        assert session.scalars(select(MailStop)).all() == [], "opening a link changes nothing"

    stopped = client.post(address, data={"List-Unsubscribe": "One-Click"})
    again = client.post(address, data={"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, stopped.status_code, again.status_code) == (200, 200, 200)
    with database.reading() as session:
        assert [row.group_code for row in session.scalars(select(MailStop))] == ["orders"]
    assert post(client, f"{address}/lagi", {}, page=address).status_code == 302
    with database.reading() as session:
        assert session.scalars(select(MailStop)).all() == []


@pytest.mark.parametrize(("data", "status"), [({}, 422), ({"List-Unsubscribe": "ya"}, 422)])
def test_anything_but_one_click_stops_nothing(
    client: FlaskClient, database: Database, address: str, data: dict[str, str], status: int
) -> None:
    assert client.post(address, data=data).status_code == status
    assert client.post("/berhenti/palsu", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(MailStop)).all() == []


def test_a_person_and_the_operator_hear_of_returned_mail(
    sign_in: Callable[[str], FlaskClient], database: Database, user_id: int
) -> None:
    with database.transaction() as session:
        bounces.note(session, "pembeli@uji.test", "recipient refused: 550", now=now() + timedelta(seconds=1))

    assert "pembeli@uji.test kembali" in sign_in("pembeli@uji.test").get("/akun").text
    assert "pembeli@uji.test kembali" not in sign_in("lain@uji.test").get("/akun").text
    assert "recipient refused: 550" in sign_in("admin@uji.test").get("/pengelola/surel-kembali").text
