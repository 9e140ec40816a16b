"""The holder's side of a certificate: a draft filled step by step, sent, and taken back."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certification import events, filing, scans
from certification.filing import Identity
from certification.lifecycle import CERTIFICATE, CertificateAction, CertificateState, Party
from certification.models import Certificate, CertificateItem, Producer
from certification.permissions import SUBMIT_CERTIFICATE
from certification.producers import own_producer
from certification.queries import filing_of
from certification.schemes import scheme
from marketplace.accounts import scope
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files.models import StoredFile

EDITABLE = frozenset({CertificateState.DRAFT, CertificateState.NEEDS_CORRECTION})
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without signs that are read as another one on a printed card (0 O, 1 I L)."""


def draft_certificate(session: Session, actor: Actor, producer_id: int, code: str, *, now: datetime) -> Certificate:
    """Begin a draft for one of the cooperative's producers; a paper of the organisation is the cooperative's own.

    Raise ``NotFound`` for another's producer or an unknown scheme.
    """
    actor.check(SUBMIT_CERTIFICATE)
    producer = scope.one(session, actor, Producer, id=producer_id)
    row = scheme(code)
    if not row.is_of_goods:
        producer = own_producer(session, actor, now=now)
    certificate = Certificate(
        code=_free_code(session),
        cooperative_id=producer.cooperative_id,
        producer_id=producer.id,
        scheme=row.code,
        state=CertificateState.DRAFT,
        created_at=now,
    )
    session.add(certificate)
    session.flush()
    return certificate


def save_identity(
    session: Session, actor: Actor, certificate: Certificate, identity: Identity, *, version: int, now: datetime
) -> None:
    """Keep number and days, or the receipt of the application."""
    _check_editable(actor, certificate, version)
    region = certificate.producer.region_code
    fit = filing.checked(certificate.scheme, identity, region=region, today=jakarta_day(now))
    for name in Identity.__dataclass_fields__:
        setattr(certificate, name, getattr(fit, name))
    session.flush()


def save_items(session: Session, actor: Actor, certificate: Certificate, names: Iterable[str], *, version: int) -> None:
    """Keep the product names printed on the paper. A name that stays keeps its row: products are linked to it."""
    _check_editable(actor, certificate, version)
    if not scheme(certificate.scheme).is_of_goods:
        raise Invalid.field("items", _l("No product stands on this paper."))
    put_items(session, certificate, filing.checked_items(names))
    certificate.version += 1  # the names are part of the record, though they lie in rows of their own
    session.flush()


def put_items(session: Session, certificate: Certificate, wanted: Sequence[str]) -> None:
    """Let a record carry exactly these checked names; raise ``Invalid`` where a product stands on a lost one."""
    known = {item.name.casefold(): item for item in certificate.items}
    for item in certificate.items:
        item.position += 10_000  # makes room: positions are unique within a certificate
    session.flush()
    kept = [known.get(name.casefold()) or CertificateItem(name=name) for name in wanted]
    for position, (item, name) in enumerate(zip(kept, wanted, strict=True), 1):
        item.name, item.position = name, position
    _replace(session, certificate, kept)


def attach_scan(session: Session, actor: Actor, certificate: Certificate, file: StoredFile, *, version: int) -> None:
    """Keep the scan of the paper; the one before it stays stored, since decisions are bound to what was seen."""
    _check_editable(actor, certificate, version)
    put_scan(session, certificate, file)


def put_scan(session: Session, certificate: Certificate, file: StoredFile) -> None:
    """Let a record carry this scan; raise ``Invalid`` for a file of another organisation."""
    if file.organisation_id != certificate.cooperative_id:
        raise Invalid.field("scan", _l("Choose the file again."))
    scans.keep(session, certificate, file)


def submit(session: Session, actor: Actor, certificate: Certificate, *, version: int, now: datetime) -> None:
    """Send a complete draft to the officials; raise ``Invalid`` naming the steps with gaps."""
    actor.check(SUBMIT_CERTIFICATE)
    if certificate.state == CertificateState.SUBMITTED:
        return  # sent twice by a double click
    target = _next(certificate, CertificateAction.SUBMIT)
    _check_version(certificate, version)
    missing = filing.gaps(filing_of(certificate), jakarta_day(now))
    if missing:
        raise Invalid("incomplete", "", errors={step: words[0] for step, words in missing.items()})
    certificate.state = target
    certificate.submitted_at = now
    session.flush()
    scans.mark_sent(session, certificate, number=scans.submissions(session, certificate) + 1)
    trail.record(session, actor, events.CERTIFICATE_SUBMITTED, "certificate", certificate.id, now=now)


def withdraw(session: Session, actor: Actor, certificate: Certificate, *, version: int, now: datetime) -> None:
    """Take a submitted record back to mend it; it is a draft again and nobody else sees it."""
    actor.check(SUBMIT_CERTIFICATE)
    if certificate.state == CertificateState.DRAFT:
        return
    target = _next(certificate, CertificateAction.WITHDRAW)
    _check_version(certificate, version)
    certificate.state = target
    certificate.submitted_at = None
    session.flush()
    trail.record(session, actor, events.CERTIFICATE_WITHDRAWN, "certificate", certificate.id, now=now)


def _next(certificate: Certificate, action: CertificateAction) -> CertificateState:
    state = CertificateState(certificate.state)
    if not CERTIFICATE.allows(state, action, Party.HOLDER):
        raise Conflict("wrong_state", _l("An official has decided in the meantime. See how it stands now."))
    return CERTIFICATE.next(state, action, Party.HOLDER)


def _replace(session: Session, certificate: Certificate, items: list[CertificateItem]) -> None:
    try:
        with session.begin_nested():
            certificate.items = items
            session.flush()
    except IntegrityError as error:  # a table of a package above points at a name that would go
        raise Invalid.field("items", _l("A product stands on one of the names that you took away.")) from error


def _check_editable(actor: Actor, certificate: Certificate, version: int) -> None:
    actor.check(SUBMIT_CERTIFICATE)
    if CertificateState(certificate.state) not in EDITABLE:
        raise Conflict("not_editable", _l("This was sent already. Take it back first to change it."))
    _check_version(certificate, version)


def _check_version(certificate: Certificate, version: int) -> None:
    if certificate.version != version:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))


def _free_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
        if session.scalar(select(Certificate.id).where(Certificate.code == code)) is None:
            return code
