"""How the search engine is: for the doctor and for the figures."""

from collections.abc import Iterator
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from catalog.search import indexing
from marketplace.operation.findings import Finding, look, ok, wrong
from marketplace.operation.gauges import Gauge
from marketplace.web.database import database

ABOUT = "search"
REBUILD = "python -m marketplace reindex"


def examine(_app: Flask, _now: datetime) -> Iterator[Finding]:
    """See whether the engine answers and holds as much as is on sale."""
    status = indexing.engine().status()
    seen = f"{status.engine}: {status.documents} products, {status.cooperatives} cooperatives, {status.backlog} waiting"
    if not status.healthy:
        yield wrong(ABOUT, f"{status.engine} does not answer: {status.message or 'no index'}", REBUILD)
    elif indexing.counts_differ(database()):
        yield look(ABOUT, f"{seen}; another number is on sale", f"If it stays so while the worker runs: {REBUILD}")
    else:
        yield ok(ABOUT, seen)


def gauges(_session: Session) -> Iterator[Gauge]:
    """Give what the index holds."""
    status = indexing.engine().status()
    yield Gauge("etalase_search_up", "1 while the search engine answers.", {"": float(status.healthy)})
    yield Gauge("etalase_search_documents", "Products in the index.", {"": status.documents})
    yield Gauge("etalase_search_backlog", "Changes that the engine has not applied yet.", {"": status.backlog})
