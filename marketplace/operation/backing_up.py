"""Making an archive of the whole site while it runs."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.adapters.files import FileStore
from marketplace.config import Settings
from marketplace.core.errors import Conflict, NotFound
from marketplace.db import Base, Database
from marketplace.events import chain
from marketplace.operation import archive, rows
from marketplace.operation.manifest import FORMAT, Manifest, Part, TableParts

STORES = ("public", "private")


@dataclass(frozen=True)
class Progress:
    """Who hears how the work goes: first how much there is, then each step."""

    begin: Callable[[str, int], None] = lambda _label, _total: None
    step: Callable[[int], None] = lambda _amount: None


def back_up(database: Database, settings: Settings, path: Path, progress: Progress, *, now: datetime) -> Manifest:
    """Write database and media to a new archive; raise ``Conflict`` where the database is not at our revision."""
    with archive.new_file(path) as file, snapshot(database) as connection:
        _check_revision(connection)
        writer = archive.Writer(file, made_at=now.timestamp())
        tables = write_tables(connection, Base.metadata.sorted_tables, writer, progress)
        with Session(connection) as session:
            head = str(chain.head(session))
        revision = migrating.revision_of(connection) or ""
        connection.close()
        # Files lie in their place before a row names them, so all that the rows name are there by now.
        media = _write_media(settings.media_dir, writer, progress)
        manifest = Manifest(
            format=FORMAT,
            made_at=now,
            site=settings.site_url,
            revision=revision,
            chain=head,
            tables=tables,
            media=media,
        )
        writer.close(manifest)
    return manifest


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Open a connection that sees one state of the database, whatever is written meanwhile."""
    engine = database.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield connection


def write_tables(
    connection: Connection, tables: Sequence[Table], writer: archive.Writer, progress: Progress
) -> list[TableParts]:
    """Write the rows of the tables and return what was written."""
    progress.begin("Rows", sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables))
    return [_write_table(connection, table, writer, progress) for table in tables]


def _check_revision(connection: Connection) -> None:
    there, ours = migrating.revision_of(connection), migrating.newest()
    if there != ours:
        raise Conflict("revision", f"The database is at revision {there}, not {ours}. Use: db upgrade")


def _write_table(connection: Connection, table: Table, writer: archive.Writer, progress: Progress) -> TableParts:
    parts, count = [], 0
    for number, packed in enumerate(rows.pack(connection, table, progress.step)):
        parts.append(writer.add_bytes(f"tables/{table.name}/{number:04}.jsonl.gz", packed.data))
        count += packed.rows
    columns = {column.name: rows.kind_of(column) for column in table.columns}
    return TableParts(name=table.name, columns=columns, rows=count, parts=parts)


def _write_media(folder: Path, writer: archive.Writer, progress: Progress) -> list[Part]:
    stores = {name: FileStore(folder / name) for name in STORES}
    found = [(store, name) for store in STORES for name in stores[store].names()]
    progress.begin("Files", len(found))
    parts = []
    for store, name in found:
        # Deleted since the list was made: nobody wants it any more.
        with suppress(NotFound, FileNotFoundError), stores[store].open(name) as source:
            size = stores[store].size(name)
            parts.append(writer.add(f"media/{store}/{name}", source, size))
        progress.step(1)
    return parts
