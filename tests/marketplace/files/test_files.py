"""Private files: kept with their record, sent to their owner and to whom a rule allows, to nobody else."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from marketplace.adapters.files import FileStore
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.files import access, services
from marketplace.files.models import StoredFile
from tests.factories import NOW, make_buyer, make_seller, make_user
from tests.pages import TOKEN

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def photo() -> bytes:
    """Give a small photo as a phone sends it."""
    buffer = BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def store(app: Flask) -> FileStore:
    """Give the site's private store."""
    found: FileStore = app.extensions["private_files"]
    return found


@pytest.fixture
def rule() -> Iterator[Callable[[int], None]]:
    """Allow people without an organisation of the file's to see it, for one test."""
    added: list[access.Rule] = []

    def allow(user_id: int) -> None:
        added.append(lambda _session, actor, _file_id: actor.user_id == user_id)
        access.allow(added[-1])

    yield allow
    for one in added:
        access._rules.remove(one)


def _kept(session: Session, actor: Actor, photo: bytes, store: FileStore) -> StoredFile:
    prepared = services.prepare(photo, "C:\\foto\\sertifikat halal.jpg", store)
    return services.keep(session, actor, prepared, now=NOW)


def test_a_kept_file_belongs_to_the_organisation_and_lies_in_the_store(
    session: Session, photo: bytes, store: FileStore
) -> None:
    seller = make_seller(session)

    file = _kept(session, seller, photo, store)

    assert (file.organisation_id, file.uploaded_by_id) == (seller.organisation_id, seller.user_id)
    assert file.original_name == "sertifikat halal.jpg"
    assert store.read(file.stored_name)
    assert store.read(file.pages[0])[8:12] == b"WEBP"


@ONE_ENGINE
def test_what_is_no_photo_is_refused_and_leaves_nothing_behind(app: Flask, store: FileStore) -> None:
    with app.app_context(), pytest.raises(Invalid):
        services.prepare(b"MZ\x90\x00 not a picture", "sertifikat.jpg", store)

    assert not store.root.exists() or not any(path.is_file() for path in store.root.rglob("*"))


@ONE_ENGINE
def test_somebody_without_an_organisation_keeps_no_file(session: Session, photo: bytes, store: FileStore) -> None:
    from marketplace.accounts import people

    nobody = people.actor_of(make_user(session), [], None)
    prepared = services.prepare(photo, "foto.jpg", store)

    with pytest.raises(Conflict):
        services.keep(session, nobody, prepared, now=NOW)


def test_a_stranger_finds_no_file_until_a_rule_lets_them(
    session: Session, photo: bytes, store: FileStore, rule: Callable[[int], None]
) -> None:
    file = _kept(session, make_seller(session), photo, store)
    buyer = make_buyer(session)

    with pytest.raises(NotFound):
        access.visible(session, buyer, file.id)
    rule(buyer.user_id)

    assert access.visible(session, buyer, file.id) is file


@ONE_ENGINE
def test_the_owner_gets_the_original_as_a_locked_up_download(
    database: Database, photo: bytes, store: FileStore, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        file_id = _kept(session, make_seller(session, email="penjual@uji.test"), photo, store).id

    answer = sign_in("penjual@uji.test").get(f"/berkas/{file_id}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


@ONE_ENGINE
@pytest.mark.parametrize(("page", "status"), [("1", 200), ("0", 404), ("2", 404), ("-1", 404), ("9" * 30, 404)])
def test_pages_are_counted_from_one(
    database: Database, photo: bytes, store: FileStore, sign_in: Callable[[str], FlaskClient], page: str, status: int
) -> None:
    with database.transaction() as session:
        file_id = _kept(session, make_seller(session, email="penjual@uji.test"), photo, store).id

    answer = sign_in("penjual@uji.test").get(f"/berkas/{file_id}/halaman/{page}")

    assert answer.status_code == status
    answer.close()


@ONE_ENGINE
def test_other_peoples_files_and_files_that_never_were_look_the_same(
    database: Database, photo: bytes, store: FileStore, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        file_id = _kept(session, make_seller(session), photo, store).id
        make_seller(session, email="lain@uji.test")
    browser = sign_in("lain@uji.test")

    answers = [browser.get(f"/berkas/{number}{rest}") for number in (file_id, 10**18) for rest in ("", "/halaman/1")]

    assert {answer.status_code for answer in answers} == {404}
    # The token of the sign-out form carries the second in which it was made.
    bodies = {TOKEN.sub("", answer.text.replace(str(10**18), str(file_id))) for answer in answers}
    assert len(bodies) == 2  # two addresses, one page


@ONE_ENGINE
def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/berkas/1")

    assert answer.status_code == 302
    assert answer.location == "/masuk?lanjut=/berkas/1"
