"""Reading producers and certificates: the holder's, the official's queue, and the public proof."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from certification.desk.offices import area_of, check_in_area, in_area
from certification.filing import Filing, Identity
from certification.lifecycle import CertificateState
from certification.models import Certificate, CertificateItem, CertificateScan, Decision, Producer, ProducerKind
from certification.permissions import REVOKE_CERTIFICATE, VERIFY_CERTIFICATE
from certification.schemes import PUBLIC_SCHEMES, SCHEMES
from certification.status import CertificateFacts, Status, shown_on, status_on
from marketplace.accounts import scope
from marketplace.core.errors import NotFound
from marketplace.core.roles import Actor
from marketplace.matching import holds
from marketplace.regions.models import Region
from marketplace.web.pages import Page

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
        replaced_from=certificate.replaced_from,
    )


def status_of(certificate: Certificate, day: date) -> Status:
    """Return how a stored certificate stands on a day in Jakarta."""
    return status_on(facts_of(certificate), day)


def shown_of(certificate: Certificate, day: date) -> str:
    """Return how pages word a stored certificate on a day in Jakarta (``shown_on``)."""
    return shown_on(facts_of(certificate), day)


def days_in_force(certificate: Certificate) -> tuple[date, date] | None:
    """Return the first and the last day on which a verified paper counts; None where it never does."""
    if certificate.state != CertificateState.VERIFIED or certificate.on_hold:
        return None
    first, last = certificate.valid_from or date.min, certificate.valid_until or date.max
    if certificate.replaced_from is not None:
        last = min(last, certificate.replaced_from - timedelta(days=1))
    return (first, last) if first <= last else None


def in_force(day: date) -> ColumnElement[bool]:
    """Build the condition that a paper counts on a day in Jakarta: what ``is_valid(status_of(...))`` says of one."""
    return and_(
        Certificate.state == CertificateState.VERIFIED,
        Certificate.on_hold.is_(False),
        or_(Certificate.valid_from.is_(None), Certificate.valid_from <= day),
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= day),
        or_(Certificate.replaced_from.is_(None), Certificate.replaced_from > day),
    )


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


def producers_page(session: Session, actor: Actor, page: int, words: str = "", per_page: int = 24) -> Page[Producer]:
    """Return one page of the same, as ``producers_of`` orders them; with words in name or place."""
    place = Producer.region.has
    mine = scope.rows(actor, Producer).where(
        holds(words, Producer.name, lambda word: place(Region.path.icontains(word, autoescape=True)))
    )
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    own_first = (Producer.kind != ProducerKind.COOPERATIVE, func.lower(Producer.name), Producer.id)
    wanted = mine.options(joinedload(Producer.region)).order_by(*own_first)
    return Page(list(session.scalars(wanted.limit(per_page).offset((page - 1) * per_page))), page, per_page, total)


def producer_of(session: Session, actor: Actor, producer_id: int) -> Producer:
    """Return one producer of the actor's cooperative; raise ``NotFound``."""
    return scope.one(session, actor, Producer, id=producer_id)


def certificates_of(
    session: Session,
    actor: Actor,
    *,
    producer_id: int | None = None,
    words: str = "",
    page: int = 1,
    per_page: int = 24,
) -> tuple[list[Certificate], int]:
    """Return one page of the certificates of the actor's cooperative, newest first, and how many there are.

    ``words``: in the number, the receipt, the kind of paper, the holder or a product on it.
    """
    mine: Select[Any] = scope.rows(actor, Certificate).where(_holds(words))
    if producer_id is not None:
        mine = mine.where(Certificate.producer_id == producer_id)
    return _page(session, mine, Certificate.id.desc(), page, per_page)


def _holds(words: str) -> ColumnElement[bool]:
    return holds(
        words,
        Certificate.number,
        Certificate.application_receipt,
        lambda word: Certificate.scheme.in_(_schemes_called(word)),
        lambda word: Certificate.producer.has(Producer.name.icontains(word, autoescape=True)),
        lambda word: Certificate.items.any(CertificateItem.name.icontains(word, autoescape=True)),
    )


def _schemes_called(word: str) -> list[str]:
    return [row.code for row in SCHEMES.values() if word.casefold() in row.short_name.casefold()]


def certificate_of(session: Session, actor: Actor, code: str) -> Certificate:
    """Return one certificate of the actor's cooperative; raise ``NotFound``."""
    return scope.one(session, actor, Certificate, code=code)


def certificate(session: Session, certificate_id: int) -> Certificate:
    """Return a certificate by id, for the clock and the subscribers; raise ``NotFound``."""
    found = session.get(Certificate, certificate_id)
    if found is None:
        raise NotFound()
    return found


def lock(session: Session, certificate: Certificate) -> None:
    """Lock a record's row and read it afresh: what somebody else has just decided must be seen."""
    statement = select(Certificate).where(Certificate.id == certificate.id).with_for_update(of=Certificate)
    session.scalars(statement.execution_options(populate_existing=True)).one()


def certificates_by_producer(session: Session, producer_ids: Collection[int]) -> dict[int, list[Certificate]]:
    """Return the certificates of several producers with names and judge, oldest first; drafts are among them."""
    statement = select(Certificate).where(Certificate.producer_id.in_(producer_ids)).options(*WITH_JUDGE)
    found: dict[int, list[Certificate]] = defaultdict(list)
    if producer_ids:
        for row in session.scalars(statement.order_by(Certificate.id)):
            found[row.producer_id].append(row)
    return dict(found)


def for_review(session: Session, actor: Actor, code: str) -> Certificate:
    """Return a certificate that was ever submitted, for an official or the operator; drafts are ``NotFound``.

    Raise ``NotAllowed`` with words where another regency's office decides on it.
    """
    found = session.scalar(filed(select(Certificate).where(Certificate.code == code)).options(*WITH_HOLDER))
    if found is None or not (actor.can(VERIFY_CERTIFICATE) or actor.can(REVOKE_CERTIFICATE)):
        raise NotFound()
    check_in_area(session, actor, found)
    return found


def decisions_of(session: Session, certificate: Certificate) -> list[Decision]:
    """Return every decision on a certificate, the newest first."""
    statement = select(Decision).where(Decision.certificate_id == certificate.id)
    return list(session.scalars(statement.options(joinedload(Decision.decided_by)).order_by(Decision.id.desc())))


def official_may_see(session: Session, actor: Actor, file_id: int) -> bool:
    """Tell whether a file is or was the scan of a certificate that was sent, and the actor an official of its regency.

    A scan that was replaced before anybody but its holder saw it stays theirs.
    """
    if not actor.can(VERIFY_CERTIFICATE):
        return False
    kept = select(CertificateScan.certificate_id).where(
        CertificateScan.file_id == file_id, CertificateScan.submission.is_not(None)
    )
    of_it = or_(Certificate.file_id == file_id, Certificate.id.in_(kept))
    scanned = filed(select(Certificate).where(of_it, in_area(area_of(session, actor))))
    return session.scalar(scanned.limit(1)) is not None


def proof(session: Session, code: str) -> Certificate:
    """Return a certificate for everybody; drafts, withdrawn ones and private papers are ``NotFound``."""
    statement = select(Certificate).where(Certificate.code == code)
    found = session.scalar(_public(statement).options(*WITH_JUDGE, *WITH_HOLDER))
    if found is None:
        raise NotFound()
    return found


def proofs(
    session: Session, number: str, scheme: str | None = None, *, page: int = 1, per_page: int = 24
) -> tuple[list[Certificate], int]:
    """Return one page of the public certificates that carry a number in its normal form, and how many there are."""
    statement = _public(select(Certificate).where(Certificate.number == number, Certificate.number != ""))
    if scheme is not None:
        statement = statement.where(Certificate.scheme == scheme)
    return _page(session, statement, Certificate.id.desc(), page, per_page)


def filed(statement: Select[Certificate]) -> Select[Certificate]:
    """Narrow to what was ever sent: a draft is the holder's own sheet of paper."""
    return statement.where(Certificate.state != CertificateState.DRAFT)


def _public(statement: Select[Certificate]) -> Select[Certificate]:
    return filed(statement).where(Certificate.scheme.in_(PUBLIC_SCHEMES))


def _page(
    session: Session, statement: Select[Certificate], order: Any, page: int, per_page: int
) -> tuple[list[Certificate], int]:
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = statement.options(*WITH_JUDGE, *WITH_HOLDER, joinedload(Certificate.file)).order_by(order, Certificate.id)
    return list(session.scalars(rows.limit(per_page).offset((page - 1) * per_page)).unique()), total
