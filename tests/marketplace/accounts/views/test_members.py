"""Pages of members, invitations and the bank account: who sees what, links that work once, lists that stay quick."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts import invitations, queries
from marketplace.accounts.banking_models import BankAccountChange
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import Membership, Organisation, SignInSession, User
from marketplace.core.clock import now
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.notifications.models import OutgoingMail
from tests.factories import make_buyer, make_member, make_official, make_seller, make_user
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
LINK = re.compile(r"/undangan/[\w-]+")
ACCOUNT = {"bank_name": "Bank Baru", "account_number": "8888 000 222", "account_holder": "KDMP Baru"}


@pytest.fixture
def manager(database: Database) -> Actor:
    """A cooperative's manager: ketua@."""
    with database.transaction() as session:
        return make_seller(session, email="ketua@uji.test", name="KDMP Kemantren")


@pytest.fixture
def browser(manager: Actor, sign_in: SignIn) -> FlaskClient:
    """The manager's browser."""
    return sign_in("ketua@uji.test")


def colleague(database: Database, manager: Actor, email: str, role: Role = Role.STAFF) -> int:
    """Add somebody to the manager's organisation and return the person's id."""
    with database.transaction() as session:
        return make_member(session, queries.organisation(session, manager.organisation_id), role, email=email).user_id


def invite(app: Flask, database: Database, manager: Actor, email: str) -> str:
    """Invite somebody and return the path in the mail."""
    with app.test_request_context(), database.transaction() as session:
        invitations.invite(session, manager, email, Role.STAFF, now=now())
        text = session.scalars(select(OutgoingMail.text).where(OutgoingMail.recipient == email)).one()
    found = LINK.search(text)
    assert found
    return found.group()


def roles(database: Database, email: str) -> list[str]:
    """Return the roles that a person holds anywhere."""
    with database.reading() as session:
        held = select(Membership.role).join(Membership.user).where(User.email == email)
        return sorted(session.scalars(held))


def stale(database: Database) -> None:
    """Let every sign-in be one that proved itself long ago."""
    with database.transaction() as session:
        for row in session.scalars(select(SignInSession)):
            row.proved_at = None


def test_a_manager_invites_and_sees_who_is_invited(browser: FlaskClient, database: Database) -> None:
    answer = post(browser, "/organisasi/anggota/undang", {"email": "Tamu@uji.test", "role": "staff"})

    assert answer.location == "/organisasi/anggota"
    assert "tamu@uji.test" in browser.get("/organisasi/anggota").text
    with database.reading() as session:
        assert session.scalars(select(OutgoingMail.recipient)).all() == ["tamu@uji.test"]


@pytest.mark.parametrize(("email", "role"), [("tamu", "staff"), ("tamu@uji.test", "operator"), ("", "staff")])
def test_a_bad_invitation_says_why_and_keeps_what_was_typed(
    browser: FlaskClient, database: Database, email: str, role: str
) -> None:
    answer = post(browser, "/organisasi/anggota/undang", {"email": email, "role": role})

    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text
    with database.reading() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_a_member_who_does_not_manage_sees_the_people_and_nothing_to_change(
    manager: Actor, database: Database, sign_in: SignIn
) -> None:
    colleague(database, manager, "staf@uji.test")
    browser = sign_in("staf@uji.test")

    page = browser.get("/organisasi/anggota").text

    assert "ketua@uji.test" in page
    assert "/organisasi/anggota/undang" not in page
    assert browser.get(f"/organisasi/anggota/{manager.user_id}").status_code == 403
    assert post(browser, "/organisasi/anggota/undang", {"email": "a@b.id", "role": "staff"}).status_code == 403


def test_a_role_is_changed_and_a_person_taken_out(browser: FlaskClient, manager: Actor, database: Database) -> None:
    number = colleague(database, manager, "staf@uji.test")

    page = f"/organisasi/anggota/{number}"
    assert post(browser, page, {"roles": ["manager", "staff"]}).status_code == 302
    assert roles(database, "staf@uji.test") == ["manager", "staff"]
    assert post(browser, f"{page}/keluarkan", {}).location == "/organisasi/anggota"
    assert roles(database, "staf@uji.test") == []
    assert browser.get(page).status_code == 404


def test_the_last_manager_is_told_so_and_stays(browser: FlaskClient, database: Database) -> None:
    answer = post(browser, "/organisasi/keluar", {})

    assert answer.status_code == 409
    assert roles(database, "ketua@uji.test") == ["manager"]


def test_somebody_leaves_and_sees_nothing_of_it_any_more(manager: Actor, database: Database, sign_in: SignIn) -> None:
    colleague(database, manager, "staf@uji.test")
    browser = sign_in("staf@uji.test")
    assert browser.get("/pesanan").status_code == 200

    assert post(browser, "/organisasi/keluar", {}).location == "/akun"

    assert browser.get("/pesanan").status_code == 403
    assert browser.get("/organisasi/anggota").location == "/organisasi/daftar"


def test_grave_changes_ask_for_proof_first(browser: FlaskClient, manager: Actor, database: Database) -> None:
    number = colleague(database, manager, "staf@uji.test")
    stale(database)

    page = f"/organisasi/anggota/{number}"
    for answer in (
        browser.get(page),
        post(browser, page, {"roles": ["manager"]}),
        post(browser, f"{page}/keluarkan", {}),
        post(browser, "/organisasi/keluar", {}),
        browser.get("/organisasi/rekening/ganti"),
        post(browser, "/organisasi/rekening/ganti", ACCOUNT),
    ):
        assert (answer.location or "").startswith("/akun/buktikan")

    assert roles(database, "staf@uji.test") == ["staff"]
    with database.reading() as session:
        assert session.scalars(select(BankAccountChange)).all() == []


def test_t20_a_page_of_members_names_nobody_of_another_organisation(browser: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        stranger = make_seller(session, email="orang@uji.test").user_id

    assert "orang@uji.test" not in browser.get("/organisasi/anggota").text
    assert browser.get(f"/organisasi/anggota/{stranger}").status_code == 404
    assert post(browser, f"/organisasi/anggota/{stranger}/keluarkan", {}).status_code == 404
    assert roles(database, "orang@uji.test") == ["manager"]


def test_a_long_list_of_members_takes_no_more_queries_than_a_short_one(
    browser: FlaskClient, manager: Actor, database: Database
) -> None:
    counts = []
    for more in (2, 12):
        for number in range(more):
            colleague(database, manager, f"staf{more}-{number}@uji.test")
            post(browser, "/organisasi/anggota/undang", {"email": f"tamu{more}-{number}@uji.test", "role": "staff"})
        with count_queries(database) as seen:
            assert browser.get("/organisasi/anggota").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 20


def test_somebody_new_joins_with_a_small_form(
    app: Flask, database: Database, manager: Actor, client: FlaskClient
) -> None:
    path = invite(app, database, manager, "tamu@uji.test")
    page = client.get(path).text
    assert "KDMP Kemantren" in page
    assert 'name="password"' in page

    answer = post(client, path, {"name": "Tamu Uji", "password": "kuda kapal hujan meja"}, page=path)

    assert answer.location == "/mulai"
    assert roles(database, "tamu@uji.test") == ["staff"]
    assert client.get("/pesanan").status_code == 200
    with database.reading() as session:
        assert session.scalars(select(User.email_verified_at).where(User.email == "tamu@uji.test")).one()


def test_a_weak_password_is_refused_and_the_link_lives_on(
    app: Flask, database: Database, manager: Actor, client: FlaskClient
) -> None:
    path = invite(app, database, manager, "tamu@uji.test")

    answer = post(client, path, {"name": "Tamu Uji", "password": "pendek"}, page=path)

    assert answer.status_code == 422
    assert 'value="Tamu Uji"' in answer.text
    assert client.get(path).status_code == 200


def test_who_has_an_account_signs_in_comes_back_and_joins_with_one_button(
    app: Flask, database: Database, manager: Actor, client: FlaskClient, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_buyer(session, email="tamu@uji.test")
    path = invite(app, database, manager, "tamu@uji.test")
    assert f"/masuk?lanjut={path}" in client.get(path).text.replace("%2F", "/")
    browser = sign_in("tamu@uji.test")

    page = browser.get(path).text
    assert 'name="password"' not in page
    assert post(browser, path, {}, page=path).location == "/mulai"

    assert roles(database, "tamu@uji.test") == ["buyer", "staff"]
    assert "KDMP Kemantren" in browser.get("/organisasi").text


def test_somebody_else_who_is_signed_in_is_told_so_and_does_not_join(
    app: Flask, database: Database, manager: Actor, browser: FlaskClient, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_buyer(session, email="lain@uji.test")
    path = invite(app, database, manager, "tamu@uji.test")
    other = sign_in("lain@uji.test")

    assert "Anda masuk sebagai orang lain." in other.get(path).text
    assert post(other, path, {}, page="/akun").status_code == 403

    assert roles(database, "lain@uji.test") == ["buyer"]


def test_t76_a_used_link_is_as_dead_as_one_that_never_was(
    app: Flask, database: Database, manager: Actor, client: FlaskClient
) -> None:
    path = invite(app, database, manager, "tamu@uji.test")
    post(client, path, {"name": "Tamu", "password": "kuda kapal hujan meja"}, page=path)
    stranger = app.test_client()

    used, unknown = stranger.get(path), stranger.get("/undangan/" + "x" * 43)

    assert used.status_code == unknown.status_code == 404
    assert "tidak berlaku lagi" in used.text
    assert "KDMP Kemantren" not in used.text


def test_t76_a_new_password_revives_no_invitation(
    app: Flask, database: Database, manager: Actor, browser: FlaskClient, client: FlaskClient
) -> None:
    path = invite(app, database, manager, "tamu@uji.test")
    post(client, path, {"name": "Tamu", "password": "kuda kapal hujan meja"}, page=path)
    with database.transaction() as session:
        user = session.scalars(select(User).where(User.email == "tamu@uji.test")).one()
        post_id = user.id
    post(browser, f"/organisasi/anggota/{post_id}/keluarkan", {})

    change = {"old": "kuda kapal hujan meja", "password": "empat kata lain sekali"}
    post(client, "/akun/sandi", change, page="/akun")

    assert post(client, path, {}, page="/akun").status_code == 404
    assert roles(database, "tamu@uji.test") == []


def test_the_bank_account_is_changed_on_its_own_page_and_can_be_stopped(
    browser: FlaskClient, manager: Actor, database: Database, client: FlaskClient
) -> None:
    assert 'name="bank_name"' not in browser.get("/organisasi").text

    assert post(browser, "/organisasi/rekening/ganti", ACCOUNT).location == "/organisasi/rekening"

    page = browser.get("/organisasi/rekening").text
    assert "8888000222" in page
    assert "9999000111" in page
    with database.reading() as session:
        change = session.scalars(select(BankAccountChange.id)).one()
    assert post(browser, f"/organisasi/rekening/{change}/hentikan", {}).location == "/organisasi/rekening"
    assert "8888000222" not in browser.get("/organisasi/rekening").text


def test_u7_a_waiting_account_is_seen_by_the_seller_only(
    browser: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_buyer(session, email="pembeli@uji.test")
        make_official(session, email="petugas@uji.test")
    post(browser, "/organisasi/rekening/ganti", ACCOUNT)
    with database.reading() as session:
        change = session.scalars(select(BankAccountChange.id)).one()

    buyer = sign_in("pembeli@uji.test")
    assert "8888000222" not in buyer.get("/organisasi/rekening").text
    assert post(buyer, f"/organisasi/rekening/{change}/hentikan", {}).status_code == 404
    assert sign_in("petugas@uji.test").get("/organisasi/rekening").status_code == 403


def test_u7_a_profile_form_with_bank_fields_changes_no_account(browser: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        organisation = session.scalars(select(Organisation).where(Organisation.name == "KDMP Kemantren")).one()
    form = {
        "name": organisation.name,
        "region": organisation.region_code,
        "version": organisation.version,
        "bank_name": "Bank Pencuri",
        "bank_account_number": "666000666",
        "account_number": "666000666",
    }

    assert post(browser, "/organisasi", form).status_code == 302

    with database.reading() as session:
        stored = session.get_one(Organisation, organisation.id)
        assert (stored.bank_name, stored.bank_account_number) == ("Bank Contoh", "9999000111")


def test_somebody_without_organisation_registers_one_first(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_user(session, email="baru@uji.test")
    browser = sign_in("baru@uji.test")

    assert browser.get("/organisasi/anggota").location == "/organisasi/daftar"
    assert browser.get("/organisasi/rekening").status_code == 404
    assert browser.get("/organisasi/keluar").status_code == 404
