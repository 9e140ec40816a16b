"""Keeps the column that the queue sorts by value at risk: at each filing, and every quarter of an hour for all.

Orders and carts move the value while a paper waits, so between two runs the order of the list may lag behind; the
figures that a page shows are always reckoned afresh.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from certification import events
from certification.at_risk import Risk, risks
from certification.lifecycle import CertificateState
from certification.models import Certificate
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.events.subscriptions import Happening, subscribe

AT_ONCE = 500
"""Papers reckoned in one transaction, so that nobody waits long for the database."""


def rank_of(risk: Risk) -> int:
    """Return the key that sorts ascending: rupiah first; a listing counts one, which orders those without rupiah."""
    return -(risk.rupiah + risk.listings)


@scheduled("rank_queue", every=timedelta(minutes=15))
def rank_all(database: Database, _now: datetime) -> None:
    """Reckon every paper that waits; only rows whose rank changed are written."""
    last = 0
    while True:
        with database.transaction() as session:
            waiting = select(Certificate.id).where(
                Certificate.state == CertificateState.SUBMITTED, Certificate.id > last
            )
            ids = list(session.scalars(waiting.order_by(Certificate.id).limit(AT_ONCE)))
            rank(session, ids)
        if len(ids) < AT_ONCE:
            return
        last = ids[-1]


@subscribe("rank_in_queue", events.CERTIFICATE_SUBMITTED)
def rank_submitted(session: Session, happening: Happening, _now: datetime) -> None:
    """Put a paper in its place as soon as it is filed."""
    rank(session, [happening.subject_id])


def rank(session: Session, certificate_ids: Sequence[int]) -> None:
    """Write the ranks of these papers. It is no change of the record: its version stays, open reviews stay good."""
    table = Certificate.__table__
    assert isinstance(table, Table)
    known = select(Certificate.id, Certificate.risk_rank).where(Certificate.id.in_(certificate_ids))
    stored = {row.id: row.risk_rank for row in session.execute(known)}
    fresh = {key: rank_of(risk) for key, risk in risks(session, certificate_ids).items()}
    changed = [{"key": key, "rank": value} for key, value in fresh.items() if stored.get(key) != value]
    if changed:
        statement = update(table).where(table.c.id == bindparam("key")).values(risk_rank=bindparam("rank"))
        session.connection().execute(statement, changed)
