"""What the site takes up: measured by the worker, since walking many folders is slow; shown with its time."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.config import Settings
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.desk.models import StorageMeasure
from marketplace.events.schedule import scheduled
from marketplace.files.models import StoredFile

PARTS = {
    "database": _l("Database"),
    "photos": _l("Public photos"),
    "private": _l("Private files: scans, proofs, attachments"),
    "search": _l("Search index"),
    "mail": _l("Mails written as files"),
}
MOST = 20
"""Organisations that are named by how much they take up."""


@dataclass(frozen=True)
class Room:
    """Bytes of the disk that holds the media: whole and free."""

    total: int
    free: int


@scheduled("measure_storage", every=timedelta(hours=1))
def measure(database: Database, now: datetime) -> None:
    """Measure every part and keep the result."""
    settings: Settings = current_app.config["SETTINGS"]
    folders = {
        "photos": settings.media_dir / "public",
        "private": settings.media_dir / "private",
        "search": settings.search_index_dir,
        "mail": settings.mail_dir,
    }
    sizes = {part: _size(folder) for part, folder in folders.items()}
    with database.reading() as session:
        sizes["database"] = (_database_size(session), 1)
    with database.transaction() as session:
        for part, (size, files) in sizes.items():
            session.merge(StorageMeasure(part=part, bytes=size, files=files, measured_at=now))


def measures(session: Session) -> list[StorageMeasure]:
    """Return what was last measured, largest first."""
    return list(session.scalars(select(StorageMeasure).order_by(StorageMeasure.bytes.desc())))


def by_organisation(session: Session) -> list[tuple[str, int, int]]:
    """Return the organisations with the most private files: name, bytes as uploaded, number of files."""
    size = func.sum(StoredFile.size)
    statement = (
        select(Organisation.name, size, func.count(StoredFile.id))
        .join(StoredFile, StoredFile.organisation_id == Organisation.id)
        .group_by(Organisation.id, Organisation.name)
        .order_by(size.desc(), Organisation.id)
        .limit(MOST)
    )
    return [(name, int(total), count) for name, total, count in session.execute(statement)]


def room(folder: Path) -> Room:
    """Return how much room the disk of a folder (or of the nearest one above it that exists) has."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(place)
    return Room(usage.total, usage.free)


def _database_size(session: Session) -> int:
    if session.get_bind().dialect.name == "postgresql":
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages = session.scalar(text("PRAGMA page_count")) or 0
    return int(pages) * int(session.scalar(text("PRAGMA page_size")) or 0)


def _size(folder: Path) -> tuple[int, int]:
    sizes = list(_sizes(folder)) if folder.is_dir() else []
    return sum(sizes), len(sizes)


def _sizes(folder: Path) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield entry.stat(follow_symlinks=False).st_size
