"""The demo's two policies: a retailer that asks reasons, and a state company that blocks."""

from datetime import timedelta

from sqlalchemy.orm import Session

from catalog.policies.rules import Level, PaperRule, Policy
from catalog.policies.services import make_version
from marketplace.demo import Stage

RETAIL, STATE = "ritel@demo.test", "penyetuju@demo.test"

FIRST_RETAIL = Policy(papers=(PaperRule(any_of=("pirt", "bpom")),), barcode=Level.INFORM)
RETAIL_POLICY = Policy(
    papers=(
        PaperRule(any_of=("halal",), level=Level.WARN),
        PaperRule(any_of=("pirt", "bpom"), days_left=120, level=Level.REASON),
    ),
    barcode=Level.WARN,
    readiness=50,
    readiness_level=Level.INFORM,
)
STATE_POLICY = Policy(
    papers=(
        PaperRule(any_of=("halal",), level=Level.BLOCK),
        PaperRule(any_of=("pirt", "bpom"), days_left=30, through_shelf_life=True, level=Level.REASON),
    ),
    lapse=Level.REASON,
)


def load_retail(session: Session, stage: Stage) -> None:
    """Give the retailer its policy in two versions: it stood before the demo's orders were placed."""
    buyer = stage.actor(session, RETAIL)
    long_ago, later = stage.now - timedelta(days=120), stage.now - timedelta(days=70)
    make_version(session, buyer, FIRST_RETAIL, "Aturan pertama untuk gudang Surabaya.", seen=0, now=long_ago)
    note = "Tim mutu meminta sisa izin edar 120 hari."
    make_version(session, buyer, RETAIL_POLICY, note, seen=1, now=later)


def load_state(session: Session, stage: Stage) -> None:
    """Give the state company its policy, younger than its orders of the demo."""
    approver = stage.actor(session, STATE)
    note = "Sesuai pedoman pengadaan barang konsumsi."
    make_version(session, approver, STATE_POLICY, note, seen=0, now=stage.now - timedelta(hours=3))
