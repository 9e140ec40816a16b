"""Bringing a site back from an archive: checked before anything is touched, all or nothing, proven at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import sync
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.accounts.models import User
from marketplace.adapters.files import FileStore
from marketplace.config import Settings
from marketplace.core.errors import Conflict, Invalid
from marketplace.db import Base, Database
from marketplace.events import chain
from marketplace.operation import archive, loading, rows
from marketplace.operation.backing_up import STORES, Progress
from marketplace.operation.manifest import Manifest, TableParts


@dataclass(frozen=True)
class Restored:
    """What came back."""

    rows: int
    files: int
    chain: str


def restore(database: Database, settings: Settings, path: Path, progress: Progress, *, replace: bool) -> Restored:
    """Bring database and media back; the search index is built anew by the caller.

    Raises ``Invalid`` where the archive is damaged or does not come out whole, ``Conflict`` where people are
    registered here already (``replace`` throws them away, on a local site only). Nothing is changed then.
    """
    _check_target(database, settings, replace=replace)
    progress.begin("Checking", path.stat().st_size)
    manifest = archive.check(path, progress.step)
    if not migrating.knows(manifest.revision):
        raise Conflict("newer", f"The archive has revision {manifest.revision}: restore it with the version it is of.")
    media = _Media(settings.media_dir)
    progress.begin("Restoring", manifest.rows + len(manifest.media))
    with _words(), loading.one_transaction(database) as connection, media.all_or_nothing():
        loading.empty(connection, {*Base.metadata.tables, *(table.name for table in manifest.tables)})
        loading.migrate(connection, manifest.revision)
        with loading.unchecked(connection):
            loading.clear(connection, manifest)
            _load(connection, path, manifest, media, progress)
        loading.count_on(connection, manifest)
        loading.migrate(connection, migrating.newest())
        proven = _prove(connection, manifest, media)
    if replace:
        media.drop_others()
    return proven


@contextmanager
def _words() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Invalid(
            "refused", f"The database refused: {error.orig} Nothing was changed. Are site and worker stopped?"
        ) from error


def _check_target(database: Database, settings: Settings, *, replace: bool) -> None:
    with database.reading() as session:
        here = inspect(session.connection()).has_table(User.__tablename__)
        people = session.scalar(select(func.count(User.id))) if here else 0
    if people and not replace:
        raise Conflict("not_empty", f"{people} people are registered here. Point DATABASE_URL to an empty database.")
    if people and not settings.is_local:
        raise Conflict("not_local", "Only a local site is replaced. Point DATABASE_URL to an empty database.")


def _load(connection: Connection, path: Path, manifest: Manifest, media: "_Media", progress: Progress) -> None:
    tables = {part.name: table for table in manifest.tables for part in table.parts}
    for name, _size, source in archive.members(path):
        if name in tables:
            _insert(connection, tables[name], source, progress.step)
        elif name.startswith("media/"):
            _, store, stored = name.split("/")
            media.take(store, stored, source)
            progress.step(1)


def _insert(connection: Connection, about: TableParts, source: BinaryIO, seen: Callable[[int], None]) -> None:
    statement = rows.table_of(about.name, about.columns).insert()
    for chunk in rows.unpack(source, about.columns):
        connection.execute(statement, chunk)
        seen(len(chunk))


def _prove(connection: Connection, manifest: Manifest, media: "_Media") -> Restored:
    for table in manifest.tables:
        there = connection.scalar(select(func.count()).select_from(rows.table_of(table.name, table.columns)))
        if there != table.rows:
            raise archive.damaged(f"{table.name} has {there} rows, not {table.rows}")
    with Session(connection) as session:
        broken, head = chain.first_break(session), str(chain.head(session))
    if broken is not None:
        raise Invalid("chain", f"The chain of events breaks at event {broken.event_id}: {broken.reason}.")
    if manifest.chain not in (head, str(chain.Head(0, chain.START))):
        raise Invalid("chain", f"The chain of events ends at {head}, not at {manifest.chain}.")
    return Restored(rows=manifest.rows, files=media.count, chain=head)


class _Media:
    """The folders of files while they are filled."""

    def __init__(self, folder: Path) -> None:
        self._stores = {name: FileStore(folder / name) for name in STORES}
        self._there = {(store, name) for store in STORES for name in self._stores[store].names()}
        self._brought: set[tuple[str, str]] = set()

    @property
    def count(self) -> int:
        """How many files were brought."""
        return len(self._brought)

    def take(self, store: str, name: str, source: BinaryIO) -> None:
        """Write one file."""
        self._stores[store].take_back(name, source)
        self._brought.add((store, name))

    def drop_others(self) -> None:
        """Delete the files that are not of the archive."""
        for store, name in self._there - self._brought:
            self._stores[store].delete(name)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Flush what was brought to the disk; after a fault take it away again."""
        try:
            yield
            sync()
        except BaseException:
            for store, name in self._brought - self._there:
                self._stores[store].delete(name)
            raise
