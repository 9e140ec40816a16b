"""The official's queue with 100,000 certificates that all wait in one regency: first page, and what is behind it."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import insert
from sqlalchemy.orm import Session

from certification.at_risk import risks
from certification.desk import queries as desk
from certification.desk.listing import Listing, Order
from certification.models import Certificate, Producer
from certification.twins import twins_of
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.migrating import upgrade
from marketplace.regions.loading import load
from tests.bench.figure import Figure
from tests.factories import NOW, make_official, make_seller
from tests.factories_certification import make_producer

CERTIFICATES, COOPERATIVES, RUNS = 100_000, 474, 15
"""As many cooperatives as Kabupaten Lamongan has villages and wards."""


def measure(folder: Path) -> list[Figure]:
    """Fill a database of its own and measure the queries of the queue's first page."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'queue.sqlite3'}")
    upgrade(database)
    with database.transaction() as session:
        load(session)
        me = _fill(session)
    listings = {
        "queue of 100,000, first page": (Listing(), 50),
        "queue of 100,000, by value": (Listing(order=Order.RISK), 50),
        "queue of 100,000, one district": (Listing(region="35.24.14"), 100),
        "queue of 100,000, one kind": (Listing(scheme="pirt"), 100),
        "queue of 100,000, searched": (Listing(q="9999-31"), 1000),
    }
    figures = []
    with database.reading() as session:
        for name, (listing, goal) in listings.items():
            figures.append(Figure(name, _median_ms(partial(_page, session, me, listing)), goal, "ms"))
    database.close()
    return figures


def _page(session: Session, me: Actor, listing: Listing) -> None:
    session.expunge_all()
    found = desk.page_of(session, me, listing, 1)
    desk.counts(session, me, listing)
    risks(session, [row.id for row in found])
    twins_of(session, found)
    assert len(found) == 24 or listing.is_narrowed


def _fill(session: Session) -> Actor:
    producers = [_producer(session, place) for place in range(COOPERATIVES)]
    rows = [_row(number, producers[number % COOPERATIVES]) for number in range(CERTIFICATES)]
    session.execute(insert(Certificate), rows)
    return make_official(session)


def _producer(session: Session, place: int) -> Producer:
    seller = make_seller(session, name=f"KDMP Ukur {place}", region=f"35.24.{place % 27 + 1:02d}")
    return make_producer(session, seller)


def _row(number: int, producer: Producer) -> dict[str, object]:
    return {
        "code": f"U{number:07d}",
        "cooperative_id": producer.cooperative_id,
        "producer_id": producer.id,
        "scheme": ("halal", "pirt", "bpom")[number % 3],
        "number": f"{number:011d}9999-31",
        "state": "submitted",
        "risk_rank": -(number % 1000) * 10_000,
        "created_at": NOW,
        "submitted_at": NOW - timedelta(minutes=number),
    }


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)
