"""The pages of the ways in, as browsers see them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.credentials.models import OneTimeLink
from marketplace.credentials.views import reset
from marketplace.db import Database
from marketplace.limits.rules import RESET_ADDRESS
from tests.factories import PASSWORD, make_seller, make_user
from tests.mails import mails_to, path_in
from tests.pages import post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]
PERSON = {"name": "Siti Baru", "email": "Baru@Uji.test", "password": "kalimat pendek saya", "phone": ""}
SMTP = {"smtp_url": "smtp://mail.uji.test"}
FAR = {"site_url": "https://etalase.uji.test", "secret_key": "x" * 40}


@pytest.fixture
def site(settings: Settings) -> Callable[..., Flask]:
    """Return a function that makes the site with other settings."""

    def make(**changes: str) -> Flask:
        app = create_app(replace(settings, **changes))  # type: ignore[arg-type]
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app

    return make


def _sign_up(client: FlaskClient, **change: str) -> TestResponse:
    return post(client, "/daftar", {**PERSON, **change}, page="/daftar")


def _from(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def _path(database: Database, address: str) -> str:
    with database.reading() as session:
        return path_in(mails_to(session, address)[-1])


def test_a_new_person_confirms_the_address_and_is_in(client: FlaskClient, database: Database) -> None:
    answer = _sign_up(client)
    assert answer.location == "/periksa-surel"
    assert client.get("/akun").status_code == 302
    path = _path(database, "baru@uji.test")

    looked = client.get(path)
    assert "Siti Baru" in looked.text
    with database.reading() as session:
        assert session.scalars(select(User.email_verified_at)).one() is None, "a look at the page proves nothing"
    pressed = post(client, path, {}, page=path)

    assert pressed.location == "/organisasi/daftar"
    assert client.get("/mulai").location == "/organisasi/daftar"
    with database.reading() as session:
        user = session.scalars(select(User)).one()
        assert (user.email, user.language, user.email_verified_at is None) == ("baru@uji.test", "id", False)


def test_t27_a_link_opened_elsewhere_asks_for_the_password_of_the_account(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    _sign_up(client)
    path, elsewhere = _path(database, "baru@uji.test"), app.test_client()

    assert 'name="password"' in elsewhere.get(path).text
    assert post(elsewhere, path, {}, page=path).status_code == 422
    wrong = post(elsewhere, path, {"password": "salah sama sekali"}, page=path)
    with database.reading() as session:
        assert session.scalars(select(User.email_verified_at)).one() is None
    right = post(elsewhere, path, {"password": PERSON["password"]}, page=path)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert 'name="password"' not in client.get(path).text


def test_t27_who_made_an_account_with_a_strangers_address_does_not_keep_it(app: Flask, database: Database) -> None:
    stranger, owner = app.test_client(), app.test_client()
    _sign_up(stranger, password="kalimat si penyerang")
    post(stranger, "/masuk", {"email": "baru@uji.test", "password": "kalimat si penyerang"})
    assert stranger.get("/akun").status_code == 200
    _sign_up(owner)
    path = _path(database, "baru@uji.test")
    assert post(owner, path, {}, page=path).status_code == 302
    assert stranger.get("/akun").status_code == 302

    thief = post(stranger, "/masuk", {"email": "baru@uji.test", "password": "kalimat si penyerang"})

    assert thief.status_code == 422


def test_t27_a_stranger_who_asks_in_between_does_not_get_the_account_confirmed(app: Flask, database: Database) -> None:
    stranger, owner = app.test_client(), app.test_client()
    _sign_up(owner)
    _sign_up(stranger, password="kalimat si penyerang")
    path = _path(database, "baru@uji.test")

    assert 'name="password"' in owner.get(path).text
    assert post(owner, path, {"password": PERSON["password"]}, page=path).status_code == 422


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "pendek"}, "Gunakan paling sedikit 12 huruf atau angka."),
        ({"password": "bismillah123"}, "Kata sandi ini mudah ditebak"),
        ({"email": "bukan-alamat"}, "Tulis alamat e-mail, misalnya nama@contoh.id."),
        ({"email": "siti@uji.tést"}, "Tulis alamat e-mail, misalnya nama@contoh.id."),
        ({"name": "  "}, "Tulis nama Anda."),
        ({"name": "x" * 121}, "Panjangnya paling banyak 120 huruf."),
        ({"phone": "halo"}, "Tulis nomor telepon 8 sampai 15 angka"),
    ],
)
def test_what_is_wrong_with_an_account_stands_beside_its_field(
    client: FlaskClient, change: dict[str, str], words: str
) -> None:
    answer = _sign_up(client, **change)

    assert answer.status_code == 422
    assert words in answer.text
    assert {**PERSON, **change}["email"] in answer.text


def test_t27_a_taken_address_looks_like_a_new_one_and_lets_nobody_in(
    site: Callable[..., Flask], database: Database
) -> None:
    with database.transaction() as session:
        make_user(session, email="baru@uji.test")
    app = site(**SMTP)
    taken, fresh = app.test_client(), app.test_client()

    answers = [_sign_up(taken), _sign_up(fresh, email="segar@uji.test")]
    pages = [browser.get("/periksa-surel").text for browser in (taken, fresh)]

    assert [answer.location for answer in answers] == ["/periksa-surel"] * 2
    assert pages[0].replace("baru@uji.test", "segar@uji.test") == pages[1]
    assert taken.get("/akun").status_code == 302
    assert _path(database, "baru@uji.test") == "/masuk"


def test_t73_forgotten_passwords_are_answered_alike(site: Callable[..., Flask], database: Database) -> None:
    with database.transaction() as session:
        make_user(session, email="ada@uji.test")
    app = site(**SMTP)
    there, nobody = app.test_client(), app.test_client()

    answers = [
        post(browser, "/lupa-sandi", {"email": email}, page="/lupa-sandi")
        for browser, email in ((there, "ada@uji.test"), (nobody, "beda@uji.test"))
    ]
    pages = [browser.get("/periksa-surel").text for browser in (there, nobody)]

    assert [answer.location for answer in answers] == ["/periksa-surel"] * 2
    assert pages[0].replace("ada@uji.test", "beda@uji.test") == pages[1]
    with database.reading() as session:
        assert session.scalar(select(func.count(OneTimeLink.id))) == 2


def test_t71_a_host_header_never_reaches_a_reset_link(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_user(session, email="ada@uji.test")
    evil = {"base_url": "http://jahat.example"}
    token = client.get("/lupa-sandi", **evil).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    answer = client.post("/lupa-sandi", data={"csrf_token": token, "email": "ada@uji.test"}, **evil)

    assert answer.status_code == 302
    with database.reading() as session:
        mail = mails_to(session, "ada@uji.test")[0]
        assert "http://127.0.0.1:8123/sandi-baru/" in mail.text
        assert "jahat.example" not in mail.text


def test_t75_after_a_reset_the_old_browser_is_out_and_nobody_is_in(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_seller(session, email="ada@uji.test")
    thief = sign_in("ada@uji.test")
    post(client, "/lupa-sandi", {"email": "ada@uji.test"}, page="/lupa-sandi")
    path = _path(database, "ada@uji.test")

    answer = post(client, path, {"password": "empat kata tanpa hubungan"}, page=path)

    assert answer.location == "/masuk"
    assert thief.get("/akun").location == "/masuk?lanjut=/akun"
    assert client.get("/akun").status_code == 302, "a reset lets nobody past the second factor"
    old = post(client, "/masuk", {"email": "ada@uji.test", "password": PASSWORD})
    new = post(client, "/masuk", {"email": "ada@uji.test", "password": "empat kata tanpa hubungan"})
    assert (old.status_code, new.status_code) == (422, 302)


def test_pages_with_a_secret_address_are_kept_by_nobody(client: FlaskClient, database: Database) -> None:
    _sign_up(client)

    for path in (_path(database, "baru@uji.test"), "/sandi-baru/" + "x" * 43, "/verifikasi/kurang"):
        answer = client.get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("door", ["/verifikasi/", "/sandi-baru/"])
def test_t04_dead_and_unknown_links_are_one_page(client: FlaskClient, door: str) -> None:
    tokens = ("0", "null", "x" * 31, "x" * 43)
    pages = [client.get(door + token) for token in tokens]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text.replace(door + token, "") for token, page in zip(tokens, pages, strict=True)}) == 1
    assert "Tautan ini tidak berlaku lagi" in pages[0].text


def test_whoever_has_not_confirmed_is_told_on_every_page_and_gets_the_mail_again(
    client: FlaskClient, database: Database
) -> None:
    _sign_up(client)
    post(client, "/masuk", {"email": "baru@uji.test", "password": PERSON["password"]})
    first = _path(database, "baru@uji.test")
    assert "Konfirmasi alamat e-mail Anda." in client.get("/akun").text
    assert "Konfirmasi alamat e-mail Anda." in client.get("/cari").text

    answer = post(client, "/verifikasi", {}, page="/akun")
    second = _path(database, "baru@uji.test")
    pressed = post(client, second, {}, page=second)

    assert answer.location == "/periksa-surel"
    assert client.get(first).status_code == 404
    assert pressed.location == "/mulai"
    assert "Konfirmasi alamat e-mail Anda." not in client.get("/akun").text


def test_a_link_opened_elsewhere_lets_nobody_in_who_was_in_before(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    _sign_up(client)
    post(client, "/masuk", {"email": "baru@uji.test", "password": PERSON["password"]})
    path, elsewhere = _path(database, "baru@uji.test"), app.test_client()

    answer = post(elsewhere, path, {"password": PERSON["password"]}, page=path)

    assert answer.location == "/masuk"
    assert elsewhere.get("/akun").status_code == 302


def test_the_mail_is_shown_on_the_machine_of_a_local_site_only(app: Flask) -> None:
    near, far, behind = app.test_client(), app.test_client(), app.test_client()
    for browser in (near, far, behind):
        _sign_up(browser, email=f"orang{id(browser)}@uji.test")

    shown = near.get("/periksa-surel").text
    from_afar = far.get("/periksa-surel", environ_base={"REMOTE_ADDR": "192.168.1.20"}).text
    through_proxy = behind.get("/periksa-surel", headers={"X-Forwarded-For": "192.168.1.20"}).text

    assert "data-mail-link" in shown
    assert "/verifikasi/" in shown
    for page in (from_afar, through_proxy):
        assert "data-mail-link" not in page
        assert "Surat tersimpan sebagai berkas" in page


def test_a_site_that_cannot_send_mail_says_so_and_asks_nobody(site: Callable[..., Flask], database: Database) -> None:
    browser = site(**FAR).test_client()
    options = {"base_url": FAR["site_url"]}
    token = browser.get("/daftar", **options).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    answer = browser.post("/daftar", data={**PERSON, "csrf_token": token}, **options)
    forgotten = browser.get("/lupa-sandi", **options)

    assert answer.location == "/organisasi/daftar"
    with database.reading() as session:
        assert session.scalars(select(User.email_verified_at)).one() is not None
    assert "tidak dapat mengirim surat" in forgotten.text
    assert 'name="email"' not in forgotten.text.split("<main")[1]


def test_nobody_fills_a_mailbox_with_our_mails(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_user(session, email="ada@uji.test")

    answers = [post(client, "/lupa-sandi", {"email": "ada@uji.test"}, page="/lupa-sandi") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"]


def test_a_stranger_cannot_use_up_the_tries_of_the_owner(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        make_user(session, email="ada@uji.test")
    stranger, owner = _from(app, "10.0.0.1"), _from(app, "10.0.0.2")
    form = {"email": "ada@uji.test"}

    assert [post(stranger, "/lupa-sandi", form, page="/lupa-sandi").status_code for _ in range(4)][-1] == 429
    answer = post(owner, "/lupa-sandi", form, page="/lupa-sandi")

    assert answer.location == "/periksa-surel"


def test_a_person_gets_three_reset_mails_however_many_ask_and_nobody_can_tell(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        make_user(session, email="ada@uji.test").phone_key = "+6281234567890"
    logins = ["ada@uji.test", "0812-3456-7890"] * 2 + ["ada@uji.test"]

    answers = [
        post(_from(app, f"10.0.0.{number}"), "/lupa-sandi", {"email": login}, page="/lupa-sandi")
        for number, login in enumerate(logins)
    ]

    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/periksa-surel")}
    with database.reading() as session:
        mails = mails_to(session, "ada@uji.test")
    assert len(mails) == 3
    assert app.test_client().get(path_in(mails[-1])).status_code == 200, "the last mail still works"


def test_one_address_cannot_ask_for_everybody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reset, "RESET_ADDRESS", replace(RESET_ADDRESS, times=2))
    asked = [
        post(_from(app, "10.0.0.1"), "/lupa-sandi", {"email": f"{name}@uji.test"}, page="/lupa-sandi").status_code
        for name in ("ada", "budi", "citra")
    ]

    assert asked == [302, 302, 429]


def test_a_person_changes_the_profile_and_the_password(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_seller(session, email="ada@uji.test")
    browser = sign_in("ada@uji.test")

    saved = post(
        browser, "/akun/profil", {"name": "Siti", "phone": "0812-3456-7890", "language": "en"}, page="/akun/profil"
    )
    wrong = post(browser, "/akun/sandi", {"old": "bukan ini", "password": "empat kata lain sekali"}, page="/akun/sandi")
    right = post(browser, "/akun/sandi", {"old": PASSWORD, "password": "empat kata lain sekali"}, page="/akun/sandi")

    assert saved.location == "/akun/profil"
    assert (wrong.status_code, right.location) == (422, "/akun")
    page = browser.get("/akun/profil").text
    assert "Anda dapat masuk dengan nomor ini." in page
    entered = post(browser, "/masuk", {"email": "+62 812 3456 7890", "password": "empat kata lain sekali"})
    assert entered.status_code == 302


def test_an_address_is_changed_by_its_link(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_seller(session, email="ada@uji.test")
    browser = sign_in("ada@uji.test")

    asked = post(browser, "/akun/surel", {"email": "baru@uji.test"}, page="/akun/surel")
    path = _path(database, "baru@uji.test")
    answer = post(browser, path, {}, page=path)

    assert asked.location == "/periksa-surel"
    assert answer.location == "/akun"
    assert "baru@uji.test" in browser.get("/akun").text


def test_the_switch_of_the_language_counts_for_the_mails_too(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        make_seller(session, email="ada@uji.test")
    browser = sign_in("ada@uji.test")

    browser.get("/akun?lang=en")

    with database.reading() as session:
        assert session.scalars(select(User.language)).one() == "en"
