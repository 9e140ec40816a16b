"""Filling an empty database with foreign keys set aside: on SQLite and PostgreSQL alike, in one transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import Connection

from marketplace import migrating
from marketplace.db import WRITES, Database
from marketplace.operation import rows
from marketplace.operation.archive import damaged
from marketplace.operation.manifest import Manifest

PATIENCE = "10s"
"""How long a running site may keep us from its tables."""
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text AS of_table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS said
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid
"""


@contextmanager
def one_transaction(database: Database) -> Iterator[Connection]:
    """Open the transaction in which everything happens, the making of tables too; committed at the end."""
    with database.engine.execution_options(**{WRITES: True}).connect() as connection:
        if _is_sqlite(connection):
            # Only outside of a transaction, and only for this connection, which nobody gets afterwards.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not _is_sqlite(connection):
                    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
                yield connection
        finally:
            connection.invalidate()


def empty(connection: Connection, names: Iterable[str]) -> None:
    """Drop the tables that are there."""
    there = set(inspect(connection).get_table_names())
    found = sorted(there & {*names, "alembic_version"})
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in found]
    if _is_sqlite(connection):
        for name in quoted:
            connection.execute(text(f"DROP TABLE {name}"))
    elif quoted:
        connection.execute(text(f"DROP TABLE {', '.join(quoted)} CASCADE"))


def migrate(connection: Connection, revision: str) -> None:
    """Bring the shape, and the rows that are there, to a revision."""
    from alembic import command

    command.upgrade(migrating.config_for(connection), revision)


def clear(connection: Connection, manifest: Manifest) -> None:
    """Delete the rows that migrations have written: the archive has its own."""
    for about in manifest.tables:
        connection.execute(rows.table_of(about.name, about.columns).delete())


@contextmanager
def unchecked(connection: Connection) -> Iterator[None]:
    """Take the foreign keys away while rows come in any order, and check every row of them at the end."""
    if _is_sqlite(connection):
        yield
        wrong = connection.execute(text("PRAGMA foreign_key_check")).first()
        if wrong is not None:
            raise damaged(f"a row of {wrong[0]} names one of {wrong[2]} that is not there")
        return
    keys = connection.execute(text(FOREIGN_KEYS)).all()
    for key in keys:
        connection.execute(text(f"ALTER TABLE {key.of_table} DROP CONSTRAINT {key.name}"))
    yield
    for key in keys:
        connection.execute(text(f"ALTER TABLE {key.of_table} ADD CONSTRAINT {key.name} {key.said}"))


def count_on(connection: Connection, manifest: Manifest) -> None:
    """Let new rows be numbered after the old ones."""
    if _is_sqlite(connection):
        return
    for about in manifest.tables:
        if "id" not in about.columns:
            continue
        sequence = connection.scalar(select(func.pg_get_serial_sequence(about.name, "id")))
        last = connection.scalar(select(func.max(rows.table_of(about.name, about.columns).c.id)))
        if sequence and last:
            connection.execute(select(func.setval(sequence, last)))


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
