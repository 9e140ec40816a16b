"""The account page: API tokens are made, shown once and revoked; notices are one's own."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts.models import ApiToken, OrganisationState, User
from marketplace.core.roles import Role
from marketplace.db import Database
from marketplace.notifications.models import Notification
from tests.factories import NOW, make_member, make_organisation, make_seller
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
TOKEN = re.compile(r"ed_[\w-]{30,}")


@pytest.fixture
def browser(database: Database, sign_in: SignIn) -> FlaskClient:
    """Sign a cooperative's manager in."""
    with database.transaction() as session:
        make_seller(session, email="penjual@uji.test")
    return sign_in("penjual@uji.test")


def _notice(database: Database, email: str, url: str) -> int:
    with database.transaction() as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        notice = Notification(user_id=user.id, kind="x", title="Pesanan baru", body="Isi", url=url, created_at=NOW)
        session.add(notice)
        session.flush()
        return notice.id


def test_a_token_is_shown_once_and_kept_as_a_hash(browser: FlaskClient, database: Database) -> None:
    answer = post(browser, "/akun/token", {"label": "Program stok", "can_write": "y"}, page="/akun")

    shown = TOKEN.search(answer.text)
    assert shown
    assert not TOKEN.search(browser.get("/akun").text)
    with database.reading() as session:
        row = session.scalars(select(ApiToken)).one()
        assert (row.label, row.can_write) == ("Program stok", True)
        assert shown.group() not in row.token_hash


def test_a_token_without_a_name_is_not_made(browser: FlaskClient, database: Database) -> None:
    answer = post(browser, "/akun/token", {"label": "  "}, page="/akun")

    assert answer.status_code == 422
    assert "Beri nama." in answer.text
    with database.reading() as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_a_revoked_token_is_dead_and_revoking_twice_is_harmless(browser: FlaskClient, database: Database) -> None:
    post(browser, "/akun/token", {"label": "Program stok"}, page="/akun")
    with database.reading() as session:
        token_id = session.scalars(select(ApiToken.id)).one()

    answers = [post(browser, f"/akun/token/{token_id}/cabut", {}, page="/akun") for _ in range(2)]

    assert [answer.location for answer in answers] == ["/akun", "/akun"]
    page = browser.get("/akun").text
    assert "Token dicabut." in page
    assert "Program stok" not in page


def test_a_colleagues_token_is_not_there_for_me(browser: FlaskClient, database: Database, sign_in: SignIn) -> None:
    post(browser, "/akun/token", {"label": "Program stok"}, page="/akun")
    with database.transaction() as session:
        token = session.scalars(select(ApiToken)).one()
        token_id, organisation = token.id, token.organisation
        make_member(session, organisation, Role.STAFF, email="staf@uji.test")
    colleague = sign_in("staf@uji.test")

    answer = post(colleague, f"/akun/token/{token_id}/cabut", {}, page="/akun")

    assert answer.status_code == 404
    assert "Program stok" not in colleague.get("/akun").text


def test_no_token_before_the_organisation_is_approved(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        waiting = make_organisation(session, state=OrganisationState.PENDING)
        make_member(session, waiting, Role.MANAGER, email="menunggu@uji.test")
    browser = sign_in("menunggu@uji.test")

    answer = post(browser, "/akun/token", {"label": "Program"}, page="/akun")

    assert answer.status_code == 403
    assert "Token dapat dibuat setelah organisasi Anda disetujui." in browser.get("/akun").text


def test_a_notice_is_counted_until_it_is_opened_and_leads_where_it_says(
    browser: FlaskClient, database: Database
) -> None:
    number = _notice(database, "penjual@uji.test", "/organisasi")
    assert '<span class="count">1' in browser.get("/kabar").text

    answer = post(browser, f"/kabar/{number}", {}, page="/kabar")

    assert answer.location == "/organisasi"
    assert '<span class="count">1' not in browser.get("/kabar").text


def test_a_notice_that_points_elsewhere_leads_to_the_inbox(browser: FlaskClient, database: Database) -> None:
    number = _notice(database, "penjual@uji.test", "https://jahat.example/")

    assert post(browser, f"/kabar/{number}", {}, page="/kabar").location == "/kabar"


def test_another_persons_notice_is_not_there(browser: FlaskClient, database: Database, sign_in: SignIn) -> None:
    number = _notice(database, "penjual@uji.test", "/organisasi")
    with database.transaction() as session:
        make_seller(session, email="lain@uji.test")
    other = sign_in("lain@uji.test")

    answers = [post(other, f"/kabar/{n}", {}, page="/kabar") for n in (number, 10**12)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Pesanan baru" not in other.get("/kabar").text


def test_all_notices_are_read_at_one_press(browser: FlaskClient, database: Database) -> None:
    for _ in range(3):
        _notice(database, "penjual@uji.test", "")

    post(browser, "/kabar", {}, page="/kabar")

    assert "Tandai semua sudah dibaca" not in browser.get("/kabar").text
