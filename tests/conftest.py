"""Fixtures of all tests: the two databases, an app on each, a signed-in client. They make, they do not prepare."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.app import create_app
from marketplace.config import Settings, from_environment
from marketplace.db import Database
from tests import speed
from tests.postgres import PostgresServer, find_binaries

speed.cheapen_passwords()
speed.remember_builders()
speed.remember_translations()

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
"""Tuesday, 24 November 2026, 10.00 in Jakarta: the moment at which tests take place unless they say otherwise."""

ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make stress` ask for the full size of races, kills and webhook orders."""
    parser.addoption("--full-size", action="store_true", help="run races and permutations at full size")


@pytest.fixture
def full_size(request: pytest.FixtureRequest) -> bool:
    """Tell whether a stress test is to run at full size (`make stress`) or small (`make test`)."""
    return bool(request.config.getoption("--full-size"))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one engine and of the browser on one worker each: servers start once."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Migrate one empty database of each engine; every test gets a copy of it."""
    folder = tmp_path_factory.mktemp("databases")
    path = folder / "template.sqlite3"
    _migrate(f"sqlite:///{path}")
    found = {"sqlite": str(path)}
    server = _postgres(tmp_path_factory)
    if server is not None:
        url = server.create("template_etalase")
        _migrate(url)
        found["postgresql"] = url
    yield found
    if server is not None:
        server.stop()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, templates: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """Give a fresh, migrated database: on SQLite and on PostgreSQL."""
    engine = request.param
    if engine == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copyfile(templates["sqlite"], path)
        yield f"sqlite:///{path}"
        return
    if "postgresql" not in templates:
        pytest.skip("NOT RUN: no PostgreSQL server found (apt-get install postgresql)")
    with PostgresServer.copy_of(templates["postgresql"]) as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a local site below the test's own folder."""
    base = from_environment({"DATABASE_URL": database_url, "PORT": "8123"})
    return replace(base, media_dir=tmp_path / "media", search_index_dir=tmp_path / "search", mail_dir=tmp_path / "mail")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The site on the test's database."""
    app = create_app(settings)
    speed.remember_templates(app)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["database"].close()


@pytest.fixture
def database(app: Flask) -> Database:
    """The test's database."""
    found: Database = app.extensions["database"]
    return found


@pytest.fixture
def session(app: Flask, database: Database) -> Iterator[Session]:
    """A writing session in the site's context, for tests of services and queries. Committed at the end."""
    with app.test_request_context("/", base_url="http://127.0.0.1:8123"), database.transaction() as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Return a function that signs a person in through the form and gives the browser."""
    from tests.factories import PASSWORD
    from tests.pages import post

    def enter(email: str) -> FlaskClient:
        browser = app.test_client()
        answer = post(browser, "/masuk", {"email": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return browser

    return enter


def _migrate(url: str) -> None:
    database = Database(url)
    migrating.upgrade(database)
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    database.close()


def _postgres(tmp_path_factory: pytest.TempPathFactory) -> PostgresServer | None:
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs a PostgreSQL server: apt-get install postgresql")
        return None
    return PostgresServer.start(binaries)
