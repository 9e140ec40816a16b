"""The demo's records with a past: renewals, a scan that was replaced, proposals to revoke that wait for a signature."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from certification import queries, services
from certification.demo_making import be_quiet, paper, producer, propose_to_revoke, scan
from marketplace.core.clock import jakarta_day
from marketplace.demo import Stage


def load(session: Session, stage: Stage) -> None:
    """Give the desk two open proposals, one for each official to sign, and the first cooperative renewals."""
    _proposals(session, stage)
    _renewals(session, stage)
    _corrected_scan(session, stage)


def _proposals(session: Session, stage: Stage) -> None:
    for place, serial, hold in ((5, 870, False), (6, 871, True)):
        own = producer(session, stage, stage.cooperatives[place])
        certificate = paper(session, stage, own, "halal", items=("Kerupuk Tenggiri",), serial=serial)
        at = stage.now - timedelta(days=2 + place % 2, hours=3)
        propose_to_revoke(session, stage, certificate, serial, at, hold=hold)
        be_quiet(session, certificate)


def _renewals(session: Session, stage: Stage) -> None:
    """One renewal that waits while the old paper still counts, and one that has taken its place."""
    today = jakarta_day(stage.now)
    own = producer(session, stage, stage.cooperatives[0])
    goods = ("Petis Udang",)
    ending = paper(session, stage, own, "pirt", items=goods, state="expiring", serial=872, food_type="12")
    paper(session, stage, own, "pirt", items=goods, state="submitted", serial=873, food_type="12", renews=ending)
    old = paper(
        session,
        stage,
        own,
        "pirt",
        items=("Bandeng Presto",),
        serial=899,
        issued_on=today - timedelta(days=1700),
        valid_until=today + timedelta(days=126),
    )
    paper(session, stage, own, "pirt", items=("Bandeng Presto",), serial=905, renews=old)


def _corrected_scan(session: Session, stage: Stage) -> None:
    """A paper that was sent back for its scan and waits again with a new one."""
    first = stage.cooperatives[0]
    manager = stage.manager_of(session, first)
    own = producer(session, stage, first)
    certificate = paper(session, stage, own, "halal", items=("Stik Rumput Laut",), state="needs_correction", serial=874)
    at = stage.now - timedelta(hours=20)
    filed = queries.identity_of(certificate)
    issued = (filed.issued_on or jakarta_day(at)) - timedelta(days=1)
    mended = replace(filed, issued_on=issued, valid_from=issued)
    services.save_identity(session, manager, certificate, mended, version=certificate.version, now=at)
    file = scan(session, stage, manager, certificate, at)
    services.attach_scan(session, manager, certificate, file, version=certificate.version)
    services.submit(session, manager, certificate, version=certificate.version, now=at)
    be_quiet(session, certificate)
