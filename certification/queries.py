"""Reading producers and certificates: the holder's, the official's queue, and the public proof."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from certification.filing import Filing, Identity
from certification.lifecycle import CertificateState
from certification.models import Certificate, Decision, Producer, ProducerKind
from certification.permissions import REVOKE_CERTIFICATE, VERIFY_CERTIFICATE
from certification.status import CertificateFacts, Status, status_on
from marketplace.accounts import scope
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor

WITH_JUDGE = (
    selectinload(Certificate.items),
    joinedload(Certificate.decided_by),
    joinedload(Certificate.decided_by_organisation),
)
WITH_HOLDER = (joinedload(Certificate.producer).joinedload(Producer.region), joinedload(Certificate.cooperative))


def facts_of(certificate: Certificate) -> CertificateFacts:
    """Return what decides the status of a stored certificate."""
    return CertificateFacts(
        scheme=certificate.scheme,
        state=CertificateState(certificate.state),
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        on_hold=certificate.on_hold,
    )


def status_of(certificate: Certificate, day: date) -> Status:
    """Return how a stored certificate stands on a day in Jakarta."""
    return status_on(facts_of(certificate), day)


def filing_of(certificate: Certificate) -> Filing:
    """Return what is filed, as the pure rules look at it."""
    return Filing(
        scheme=certificate.scheme,
        region=certificate.producer.region_code,
        identity=identity_of(certificate),
        items=tuple(item.name for item in certificate.items),
        has_scan=certificate.file_id is not None,
    )


def identity_of(certificate: Certificate) -> Identity:
    """Return the filed number and days."""
    return Identity(**{name: getattr(certificate, name) for name in Identity.__dataclass_fields__})


def producers_of(session: Session, actor: Actor) -> list[Producer]:
    """Return the producers of the actor's cooperative: itself first, then by name."""
    mine: Select[Any] = scope.rows(actor, Producer).options(joinedload(Producer.region))
    found: list[Producer] = list(session.scalars(mine))
    return sorted(found, key=lambda producer: (producer.kind != ProducerKind.COOPERATIVE, producer.name.lower()))


def producer_of(session: Session, actor: Actor, producer_id: int) -> Producer:
    """Return one producer of the actor's cooperative; raise ``NotFound``."""
    return scope.one(session, actor, Producer, id=producer_id)


def certificates_of(
    session: Session, actor: Actor, *, producer_id: int | None = None, page: int = 1, per_page: int = 24
) -> tuple[list[Certificate], int]:
    """Return one page of the certificates of the actor's cooperative, newest first, and how many there are."""
    mine: Select[Any] = scope.rows(actor, Certificate)
    if producer_id is not None:
        mine = mine.where(Certificate.producer_id == producer_id)
    return _page(session, mine, Certificate.id.desc(), page, per_page)


def certificate_of(session: Session, actor: Actor, code: str) -> Certificate:
    """Return one certificate of the actor's cooperative; raise ``NotFound``."""
    return scope.one(session, actor, Certificate, code=code)


def certificate(session: Session, certificate_id: int) -> Certificate:
    """Return a certificate by id, for the clock and the subscribers; raise ``NotFound``."""
    found = session.get(Certificate, certificate_id)
    if found is None:
        raise NotFound()
    return found


def certificates_by_producer(session: Session, producer_ids: Collection[int]) -> dict[int, list[Certificate]]:
    """Return the certificates of several producers with names and judge, oldest first; drafts are among them."""
    statement = select(Certificate).where(Certificate.producer_id.in_(producer_ids)).options(*WITH_JUDGE)
    found: dict[int, list[Certificate]] = defaultdict(list)
    if producer_ids:
        for row in session.scalars(statement.order_by(Certificate.id)):
            found[row.producer_id].append(row)
    return dict(found)


def waiting(
    session: Session, *, applications: bool = False, page: int = 1, per_page: int = 24
) -> tuple[list[Certificate], int]:
    """Return one page of what waits for an official, longest first, and how many there are.

    ``applications``: the receipts, for which there is no paper to approve yet, instead of the papers.
    """
    return _page(session, _queue(applications), Certificate.submitted_at, page, per_page)


def waiting_count(session: Session, *, applications: bool = False) -> int:
    """Return how many papers (or receipts) wait for an official."""
    return session.scalar(select(func.count()).select_from(_queue(applications).subquery())) or 0


def next_waiting(session: Session, actor: Actor, *, after: Certificate | None = None) -> Certificate | None:
    """Return the paper that waits longest, of those behind ``after`` where it is given; never one's own."""
    statement = _queue(applications=False).where(Certificate.cooperative_id != (actor.organisation_id or 0))
    if after is not None:
        same_moment = and_(Certificate.submitted_at == after.submitted_at, Certificate.id > after.id)
        statement = statement.where(or_(Certificate.submitted_at > after.submitted_at, same_moment))
    return session.scalar(statement.order_by(Certificate.submitted_at, Certificate.id).limit(1))


def for_review(session: Session, actor: Actor, code: str) -> Certificate:
    """Return a certificate that was ever submitted, for an official or the operator; drafts are ``NotFound``."""
    found = session.scalar(filed(select(Certificate).where(Certificate.code == code)).options(*WITH_HOLDER))
    if found is None or not (actor.can(VERIFY_CERTIFICATE) or actor.can(REVOKE_CERTIFICATE)):
        raise NotFound()
    return found


def decisions_of(session: Session, certificate: Certificate) -> list[Decision]:
    """Return every decision on a certificate, the newest first."""
    statement = select(Decision).where(Decision.certificate_id == certificate.id)
    return list(session.scalars(statement.options(joinedload(Decision.decided_by)).order_by(Decision.id.desc())))


def official_may_see(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file is the scan of a certificate that was sent, and the actor an official."""
    if not actor.can(VERIFY_CERTIFICATE):
        return False
    return session.scalar(filed(select(Certificate).where(Certificate.file_id == file_id)).limit(1)) is not None


def decided(session: Session, *, page: int = 1, per_page: int = 24) -> tuple[list[Certificate], int]:
    """Return one page of the certificates that officials decided on, the newest decision first."""
    statement = select(Certificate).where(Certificate.decided_at.is_not(None))
    return _page(session, statement, Certificate.decided_at.desc(), page, per_page)


def proof(session: Session, code: str) -> Certificate:
    """Return a certificate for everybody; drafts and withdrawn ones are ``NotFound``."""
    statement = select(Certificate).where(Certificate.code == code)
    found = session.scalar(filed(statement).options(*WITH_JUDGE, *WITH_HOLDER))
    if found is None:
        raise NotFound()
    return found


def proofs(
    session: Session, number: str, scheme: str | None = None, *, page: int = 1, per_page: int = 24
) -> tuple[list[Certificate], int]:
    """Return one page of the public certificates that carry a number in its normal form, and how many there are."""
    statement = filed(select(Certificate).where(Certificate.number == number, Certificate.number != ""))
    if scheme is not None:
        statement = statement.where(Certificate.scheme == scheme)
    return _page(session, statement, Certificate.id.desc(), page, per_page)


def _queue(applications: bool) -> Select[Certificate]:
    statement = select(Certificate).where(Certificate.state == CertificateState.SUBMITTED)
    return statement.where(Certificate.number == "" if applications else Certificate.number != "")


def filed(statement: Select[Certificate]) -> Select[Certificate]:
    """Narrow to what was ever sent: a draft is the holder's own sheet of paper."""
    return statement.where(Certificate.state != CertificateState.DRAFT)


def _page(
    session: Session, statement: Select[Certificate], order: Any, page: int, per_page: int
) -> tuple[list[Certificate], int]:
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = statement.options(*WITH_JUDGE, *WITH_HOLDER, joinedload(Certificate.file)).order_by(order, Certificate.id)
    return list(session.scalars(rows.limit(per_page).offset((page - 1) * per_page)).unique()), total
