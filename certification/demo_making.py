"""Makers of the demo: producers, and papers that stand in a wanted state today, through the services of real ones."""

import hashlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from certification import decisions, demo_papers, events, producers, renewing, services, subscribers
from certification.decisions import DecisionDraft
from certification.demo_scan import scan_of
from certification.marking import Mark, evidence_for
from certification.models import Certificate, Producer, Verdict
from certification.producers import ProducerDraft
from certification.revocation import services as revocation
from certification.revocation import subscribers as proposal_subscribers
from certification.revocation.models import RevocationProposal
from certification.revocation.services import ProposalDraft
from marketplace.accounts import queries as accounts
from marketplace.adapters.files import FileStore
from marketplace.core.clock import JAKARTA, jakarta_day
from marketplace.core.roles import SYSTEM, Actor
from marketplace.demo import Stage
from marketplace.events import trail
from marketplace.events.models import Delivery
from marketplace.files.models import StoredFile
from marketplace.web.i18n import long_day

OFFICIALS = ("petugas@demo.test", "petugas2@demo.test")
VERDICTS = {
    "verified": Verdict.VERIFIED,
    "needs_correction": Verdict.NEEDS_CORRECTION,
    "expiring": Verdict.VERIFIED,
    "expired": Verdict.VERIFIED,
    "on_hold": Verdict.VERIFIED,
    "rejected": Verdict.REJECTED,
    "revoked": Verdict.VERIFIED,
}
STATES = (
    "verified",
    "submitted",
    "expiring",
    "expired",
    "needs_correction",
    "on_hold",
    "receipt",
    "rejected",
    "revoked",
)


def producer(
    session: Session, stage: Stage, cooperative_id: int, name: str = "", kind: str = "cooperative", region: str = ""
) -> Producer:
    """Return a cooperative's producer of a name, made at first need; without a name the cooperative itself."""
    manager = stage.manager_of(session, cooperative_id)
    if kind == "cooperative" or not name:
        return producers.own_producer(session, manager, now=stage.now - timedelta(days=700))
    found = session.scalar(select(Producer).where(Producer.cooperative_id == cooperative_id, Producer.name == name))
    if found is not None:
        return found
    place = region or accounts.organisation(session, cooperative_id).region_code
    draft = ProducerDraft(name=name, region=place, kind=kind, consent=True)
    return producers.register_producer(session, manager, draft, now=stage.now - timedelta(days=650))


def paper(
    session: Session,
    stage: Stage,
    producer: Producer,
    scheme: str,
    *,
    items: tuple[str, ...],
    state: str = "verified",
    serial: int,
    valid_until: date | None = None,
    food_type: str = "06",
    packaging: str = "2",
    number: str = "",
    issued_on: date | None = None,
    renews: Certificate | None = None,
) -> Certificate:
    """Make one paper that stands in ``state`` today: one of ``STATES`` or ``draft``; ``renews``: the one it follows.

    ``serial`` makes the fictional number; one that is taken already is counted on. ``food_type`` and ``packaging``
    are digits of P-IRT numbers. Nobody is told of it: the demo begins quietly.
    """
    today = jakarta_day(stage.now)
    if issued_on is None:
        life = demo_papers.life_of(state, scheme, serial=serial, today=today, valid_until=valid_until)
    else:
        life = demo_papers.life_of(state, scheme, serial=serial, today=today)
        life = replace(life, issued=issued_on, begins=issued_on, ends=valid_until)
    serial, number = _free_number(session, scheme, serial, life, food_type, packaging, number)
    identity = demo_papers.identity_for(state, scheme, number, serial, life)
    manager = stage.manager_of(session, producer.cooperative_id)
    at = _moment(life.filed, serial)
    if renews is None:
        certificate = services.draft_certificate(session, manager, producer.id, scheme, now=at)
    else:
        certificate = renewing.renew(session, manager, renews, now=at)
    services.save_identity(session, manager, certificate, identity, version=certificate.version, now=at)
    if items:
        services.save_items(session, manager, certificate, items, version=certificate.version)
    if state != "draft":
        file = scan(session, stage, manager, certificate, at)
        services.attach_scan(session, manager, certificate, file, version=certificate.version)
        services.submit(session, manager, certificate, version=certificate.version, now=at)
        _decide(session, stage, certificate, state, serial, life)
    be_quiet(session, certificate)
    if renews is not None:
        be_quiet(session, renews)
    return certificate


def be_quiet(session: Session, certificate: Certificate) -> None:
    """Let nobody be told of what happened to a paper of the demo."""
    tellers = Delivery.subscriber.in_((subscribers.NAME, proposal_subscribers.NAME))
    session.execute(delete(Delivery).where(tellers, Delivery.subject_key == f"certificate:{certificate.id}"))


def _free_number(
    session: Session, scheme: str, serial: int, life: demo_papers.Life, food_type: str, packaging: str, wanted: str
) -> tuple[int, str]:
    while True:
        number = wanted or demo_papers.number_of(scheme, serial, life, food_type=food_type, packaging=packaging)
        taken = select(Certificate.id).where(Certificate.scheme == scheme, Certificate.number == number)
        if wanted or session.scalar(taken) is None:
            return serial, number
        serial += 1


def _decide(
    session: Session, stage: Stage, certificate: Certificate, state: str, serial: int, life: demo_papers.Life
) -> None:
    verdict = VERDICTS.get(state)
    if verdict is None:
        return
    official = stage.actor(session, OFFICIALS[serial % len(OFFICIALS)])
    at = _moment(life.decided, serial)
    decisions.decide(session, official, certificate, _draft(certificate, verdict, state), now=at)
    if state == "revoked":
        _revoke(session, stage, certificate, serial, at + timedelta(days=60))
    if state == "expired" and life.ends is not None:
        gone = _moment(life.ends + timedelta(days=1), 0)
        trail.record(session, SYSTEM, events.CERTIFICATE_ENDED, "certificate", certificate.id, now=gone)


def propose_to_revoke(
    session: Session, stage: Stage, certificate: Certificate, serial: int, at: datetime, *, hold: bool = False
) -> RevocationProposal:
    """Let one official propose to revoke a verified paper."""
    proposer = stage.actor(session, OFFICIALS[serial % len(OFFICIALS)])
    reason = demo_papers.REASONS["revoked"]
    draft = ProposalDraft(template="issuer", reason=reason, version=certificate.version, hold=hold)
    return revocation.propose(session, proposer, certificate, draft, now=at)


def _revoke(session: Session, stage: Stage, certificate: Certificate, serial: int, at: datetime) -> None:
    """Let one official propose and the other one sign a day later."""
    proposal = propose_to_revoke(session, stage, certificate, serial, at)
    signer = stage.actor(session, OFFICIALS[(serial + 1) % len(OFFICIALS)])
    revocation.sign(session, signer, proposal, version=proposal.version, now=at + timedelta(days=1))


def _draft(certificate: Certificate, verdict: Verdict, state: str) -> DecisionDraft:
    marks = dict.fromkeys(decisions.marked_fields(certificate), Mark.MATCH.value)
    if verdict == Verdict.NEEDS_CORRECTION:
        marks["issued_on"] = Mark.DIFFERS.value
    return DecisionDraft(
        verdict=verdict,
        version=certificate.version,
        file_sha256=certificate.file.sha256 if certificate.file is not None else "",
        marks=marks,
        register=evidence_for(certificate.scheme)[0].code,
        reason="" if verdict == Verdict.VERIFIED else demo_papers.REASONS[state],
    )


def scan(session: Session, stage: Stage, manager: Actor, certificate: Certificate, at: datetime) -> StoredFile:
    """Keep a drawn scan as if it had been uploaded; the picture is its own page."""
    lines = [
        ("Pemegang", certificate.producer.name),
        ("Tempat", certificate.producer.region.path.partition(",")[0]),
        *((f"Produk {item.position}", item.name) for item in certificate.items[:5]),
        ("Penerbit", certificate.issuer),
        ("Diterbitkan", long_day(certificate.issued_on)),
        ("Berlaku sampai", long_day(certificate.valid_until) or "Selama tidak berubah"),
    ]
    number = certificate.number or certificate.application_receipt
    data = scan_of(certificate.scheme, number, lines if certificate.number else lines[:-3])
    store: FileStore = stage.app.extensions["private_files"]
    name = store.put(data, ".webp")
    file = StoredFile(
        organisation_id=manager.organisation_id,
        uploaded_by_id=manager.user_id,
        uploaded_at=at,
        original_name=f"{certificate.scheme}-{number.replace(' ', '-')}.webp",
        content_type="image/webp",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        stored_name=name,
        pages=[name],
    )
    session.add(file)
    session.flush()
    return file


def _moment(day: date, serial: int) -> datetime:
    return datetime.combine(day, time(8 + serial % 8, (serial * 7) % 60), tzinfo=JAKARTA)
