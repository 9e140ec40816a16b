"""A site comes back from its archive whole, on either database; a damaged archive changes nothing."""

import json
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, MetaData, Table, func, inspect, select, text
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.accounts.models import ApiToken, User
from marketplace.adapters.files import FileStore
from marketplace.config import Settings
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import SYSTEM
from marketplace.db import Base, Database
from marketplace.events import chain, trail
from marketplace.operation import archive, backing_up, cli, restoring
from marketplace.operation.backing_up import Progress
from marketplace.operation.manifest import FORMAT, Manifest
from tests.conftest import NOW
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.marketplace.operation.conftest import MakeSite

QUIET = Progress()
ODD = "Kopi \u2028 'Ü' \"\\ \n 🌶"


@pytest.fixture
def path(database: Database, app: Flask, settings: Settings, tmp_path: Path) -> Path:
    """An archive of a small site with files, odd texts and a chain of events."""
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session, email="penjual@uji.test", name=ODD)
        make_product(session, seller)
        trail.record(session, SYSTEM, "test.happened", "test", 1, now=NOW, place=ODD, half=0.5, none=None)
    for name in backing_up.STORES:
        for number in range(3):
            FileStore(settings.media_dir / name).put(f"{name} {number}".encode() * 5000, ".webp")
    path = tmp_path / "site.tar"
    backing_up.back_up(database, settings, path, QUIET, now=NOW)
    return path


def content(database: Database) -> dict[str, object]:
    """Return every row of every table."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def files(settings: Settings) -> dict[str, str]:
    """Return every file with its hash."""
    found = sorted(path for path in settings.media_dir.rglob("*") if path.is_file())
    return {str(path.relative_to(settings.media_dir)): sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_site_comes_back_whole(
    path: Path, database: Database, settings: Settings, empty_site: MakeSite, target: str
) -> None:
    fresh, where = empty_site(target)

    found = restoring.restore(fresh, where, path, QUIET, replace=False)

    assert content(fresh) == content(database)
    assert files(where) == files(settings)
    assert found.files == 6
    with database.reading() as before, fresh.reading() as after:
        assert chain.first_break(after) is None
        assert found.chain == str(chain.head(after)) == str(chain.head(before))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_restored_site_goes_on(path: Path, empty_site: MakeSite, database_url: str, app: Flask) -> None:
    fresh, where = empty_site("sqlite" if database_url.startswith("sqlite") else "postgresql")
    restoring.restore(fresh, where, path, QUIET, replace=False)

    with app.test_request_context(), fresh.transaction() as session:
        make_seller(session)
        trail.record(session, SYSTEM, "test.happened", "test", 2, now=NOW)

    with fresh.reading() as session:
        assert chain.first_break(session) is None
    with pytest.raises(Exception, match=r"(?i)foreign key"), fresh.transaction() as session:
        session.add(ApiToken(token_hash="x", label="x", user_id=9999, organisation_id=9999, created_at=NOW))
    with pytest.raises(Exception, match="never changed"), fresh.transaction() as session:
        session.execute(text("UPDATE events SET name = 'x'"))


def flipped(data: bytes, place: int) -> bytes:
    """Turn one bit."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def at(mark: bytes, beyond: int) -> Callable[[bytes], bytes]:
    """Turn a bit so many bytes after a mark."""
    return lambda data: flipped(data, data.index(mark) + beyond)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a bit of the rows": at(b"tables/users/", 600),
    "a bit of a file": at(b"media/private/", 3000),
    "a bit of a name": at(b"media/public/", 15),
    "a bit of the manifest": at(b'"rows":', 9),
    "the end cut off": lambda data: data[: len(data) // 2],
    "the seal cut off": lambda data: data[: data.index(b"manifest.sha256")],
    "something before": lambda data: b"x" * 512 + data,
    "nothing at all": lambda _data: b"",
    "no archive": lambda _data: b"<html>" * 5000,
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_archive_is_refused_and_nothing_changed(
    path: Path, empty_site: MakeSite, damage: Callable[[bytes], bytes]
) -> None:
    fresh, where = empty_site("sqlite")
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(Invalid, match="Nothing was changed"):
        restoring.restore(fresh, where, path, QUIET, replace=False)

    with fresh.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    assert not where.media_dir.exists()


def test_a_fault_in_the_middle_leaves_nothing_half(
    path: Path, empty_site: MakeSite, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, where = empty_site("sqlite" if database_url.startswith("sqlite") else "postgresql")

    def full(*_args: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(restoring, "sync", full)
    with pytest.raises(OSError, match="no space"):
        restoring.restore(fresh, where, path, QUIET, replace=False)

    with fresh.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    assert files(where) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_people_are_registered_only_a_local_site_is_replaced(
    path: Path, database: Database, settings: Settings, app: Flask
) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_seller(session, email="nanti@uji.test")
    later = FileStore(settings.media_dir / "public").put(b"later", ".webp")

    with pytest.raises(Conflict, match="not_empty"):
        restoring.restore(database, settings, path, QUIET, replace=False)
    with pytest.raises(Conflict, match="not_local"):
        restoring.restore(database, replace(settings, site_url="https://a.id"), path, QUIET, replace=True)
    restoring.restore(database, settings, path, QUIET, replace=True)

    with database.reading() as session:
        assert session.scalars(select(User.email)).all() == ["penjual@uji.test"]
    assert later not in {Path(name).name for name in files(settings)}


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_archive_of_an_older_version_is_brought_up_to_date(
    empty_site: MakeSite, target: str, tmp_path: Path, database: Database
) -> None:
    fresh, where = empty_site(target)
    old = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    migrating.upgrade(old, "0001")
    with old.transaction() as session:
        session.execute(
            text(
                "INSERT INTO users (id, email, name, phone, password_hash, language, is_demo, created_at) "
                "VALUES (7, 'lama@uji.test', 'Lama', '', '!', 'id', 0, '2026-01-01 00:00:00')"
            )
        )
        for number in (1, 2):
            session.execute(
                text(
                    "INSERT INTO events (id, name, subject_kind, subject_id, occurred_at, data) "
                    f"VALUES ({number}, 'a.b', 'person', 7, '2026-01-01 00:00:00', '{{}}')"
                )
            )
    path = tmp_path / "old.tar"
    write_old(old, path)
    old.close()

    restoring.restore(fresh, where, path, QUIET, replace=False)

    with fresh.reading() as session:
        user = session.scalars(select(User)).one()
        assert (user.id, user.email_verified_at) == (7, datetime(2026, 1, 1, tzinfo=UTC))
        assert (chain.head(session).length, chain.first_break(session)) == (2, None)


def write_old(database: Database, path: Path) -> None:
    """Write an archive as an older version would have: with the tables and columns that its database has."""
    with archive.new_file(path) as file, database.engine.connect() as connection:
        there = inspect(connection)
        tables = [
            Table(
                name,
                MetaData(),
                *(
                    Column(c["name"], Base.metadata.tables[name].c[c["name"]].type, primary_key=c["name"] == "id")
                    for c in there.get_columns(name)
                ),
            )
            for name in there.get_table_names()
            if name != "alembic_version"
        ]
        writer = archive.Writer(file, made_at=0)
        written = backing_up.write_tables(connection, tables, writer, QUIET)
        start = str(chain.Head(0, chain.START))
        writer.close(
            Manifest(format=FORMAT, made_at=NOW, site="x", revision="0001", chain=start, tables=written, media=[])
        )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_commands_work_while_the_site_is_written_to(app: Flask, database_url: str, path: Path) -> None:
    runner = app.test_cli_runner()
    writing = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("UPDATE users SET name = 'half done'")
    second = path.with_name("second.tar")

    made = runner.invoke(cli.backup, [str(second)])
    again = runner.invoke(cli.backup, [str(second)])
    writing.rollback()
    writing.close()

    assert made.exit_code == 0, made.output
    assert "SECRET_KEY is not in it" in made.output
    assert again.exit_code == 1
    assert isinstance(again.exception, Conflict)
    back = runner.invoke(cli.restore, [str(second), "--replace"])
    assert back.exit_code == 0, back.output
    assert "The index is built: 1 products." in back.output
    assert b"half done" not in second.read_bytes()
    with Session(app.extensions["database"].engine) as session:
        assert session.scalar(select(func.count(User.id))) == 1
    assert json.loads(archive.check(second).model_dump_json())["revision"] == migrating.newest()
