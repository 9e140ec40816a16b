"""Bringing the database to the newest shape; Alembic's settings are built here, there is no ini file."""

from pathlib import Path
from typing import TYPE_CHECKING

from marketplace.db import WRITES, Database

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

FOLDER = Path(__file__).with_name("migrations")


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply what is missing and load the regions; a database that is up to date stays as it is."""
    from alembic import command

    from marketplace.regions import loading

    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        command.upgrade(config_for(connection), revision)
        connection.commit()
    if revision == "head":
        with database.transaction() as session:
            loading.load(session)


def newest() -> str:
    """Return the revision that this version of the code works with."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def revision_of(connection: "Connection") -> str | None:
    """Return the revision of a database's shape, or None where there is none."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Tell whether this version of the code has a revision: it has none of a newer version."""
    from alembic.script import ScriptDirectory

    return revision in {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}


def config_for(connection: "Connection") -> "Config":
    """Build Alembic's configuration around an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
