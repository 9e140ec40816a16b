"""Backup and restore of a big site: 1 GB of media and 200,000 events; on PostgreSQL too where there is one."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, update

from marketplace import migrating
from marketplace.adapters.files import FileStore
from marketplace.config import Settings, from_environment
from marketplace.core.clock import now
from marketplace.db import Database
from marketplace.events import chain
from marketplace.events.models import ChainHead, Event
from marketplace.operation import backing_up, restoring
from marketplace.operation.backing_up import STORES, Progress
from tests.bench.figure import Figure
from tests.postgres import PostgresServer, find_binaries

FILES = 2048
FILE_BYTES = 512 * 1024
EVENTS = 200_000
BACKUP_SECONDS, RESTORE_SECONDS = 60, 120


def measure(folder: Path) -> list[Figure]:
    """Make a big site, back it up and restore it, on each engine."""
    folder.mkdir()
    settings = replace(from_environment({}), media_dir=folder / "media")
    _fill_media(settings.media_dir)
    figures = _there_and_back(folder, settings, "SQLite", *(f"sqlite:///{folder}/{name}.sqlite3" for name in "ab"))
    binaries = find_binaries()
    if binaries is not None:
        server = PostgresServer.start(binaries)
        try:
            figures += _there_and_back(folder, settings, "PostgreSQL", *(server.create(name) for name in "ab"))
        finally:
            server.stop()
    return figures


def _there_and_back(folder: Path, settings: Settings, engine: str, source_url: str, target_url: str) -> list[Figure]:
    source, target = Database(source_url), Database(target_url)
    migrating.upgrade(source)
    _fill_events(source)
    archive = folder / f"{engine}.tar"
    there = replace(settings, media_dir=folder / f"back-{engine}")
    out = _seconds(lambda: backing_up.back_up(source, settings, archive, Progress(), now=now()))
    back = _seconds(lambda: restoring.restore(target, there, archive, Progress(), replace=False))
    source.close()
    target.close()
    return [
        Figure(f"backup, 1 GB and {EVENTS} events, {engine}", out, BACKUP_SECONDS, "s"),
        Figure(f"restore of it, {engine}", back, RESTORE_SECONDS, "s"),
    ]


def _fill_media(folder: Path) -> None:
    stores = [FileStore(folder / name) for name in STORES]
    for number in range(FILES):
        stores[number % len(stores)].put(os.urandom(FILE_BYTES), ".webp")


def _fill_events(database: Database) -> None:
    end, moment = chain.START, now()
    with database.transaction() as session:
        for start in range(1, EVENTS + 1, 1000):
            events = []
            for number in range(start, start + 1000):
                data = {"order": number, "state": "confirmed", "amount": 125_000, "reason": "stock"}
                said = {"id": number, "name": "order.confirmed", "subject_kind": "order", "subject_id": number % 5000}
                event = Event(**said, occurred_at=moment, data=data)
                before, end = end, chain.link(end, event)
                sealed = {"position": number, "previous_hash": before, "hash": end}
                events.append({**said, "occurred_at": moment, "data": data, **sealed})
            session.execute(insert(Event), events)
        session.execute(update(ChainHead).values(length=EVENTS, hash=end))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
