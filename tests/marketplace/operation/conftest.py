"""Empty databases to restore into and to upgrade from."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from marketplace.config import Settings
from marketplace.db import Database
from tests.postgres import PostgresServer

MakeSite = Callable[[str], tuple[Database, Settings]]


@pytest.fixture
def empty_site(templates: dict[str, str], settings: Settings, tmp_path: Path) -> Iterator[MakeSite]:
    """Return a function that makes a database without any table, on either engine, and settings with empty folders."""
    with ExitStack() as stack:

        def make(engine: str) -> tuple[Database, Settings]:
            folder = tmp_path / f"empty-{engine}"
            folder.mkdir()
            if engine == "sqlite":
                url = f"sqlite:///{folder / 'db.sqlite3'}"
            elif "postgresql" not in templates:
                pytest.skip("NOT RUN: no PostgreSQL server found (apt-get install postgresql)")
            else:
                nothing = make_url(templates["postgresql"]).set(database="template1")
                text = nothing.render_as_string(hide_password=False)
                url = stack.enter_context(PostgresServer.copy_of(text))
            database = Database(url)
            stack.callback(database.close)
            return database, replace(settings, database_url=url, media_dir=folder / "media")

        yield make
