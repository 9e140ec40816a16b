"""The regular task that deletes the bytes of files that have ended; what was shared with whom stays written down."""

from datetime import datetime, timedelta

from flask import Flask

from catalog.supplier_file import queries
from marketplace.db import Database
from marketplace.events.schedule import scheduled


def register_sweep(app: Flask) -> None:
    """Let the worker sweep every hour."""

    @scheduled("sweep_supplier_files", every=timedelta(hours=1))
    def run(database: Database, now: datetime) -> None:
        sweep(app, database, now)


def sweep(app: Flask, database: Database, now: datetime) -> None:
    """Delete bytes first, then the name that led to them: a kill between the two leaves nothing behind."""
    store = app.extensions["private_files"]
    with database.transaction() as session:
        for file in queries.ended_files(session, now=now):
            store.delete(file.stored_name)
            file.stored_name = None
