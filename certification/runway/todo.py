"""What a cooperative has to do about its certificates, the most pressing first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.queries import status_of
from certification.runway.following import UNDER_WAY
from certification.runway.rules import STEPS
from certification.schemes import SCHEMES
from certification.status import Status
from marketplace.accounts import scope
from marketplace.core.clock import jakarta_day
from marketplace.core.roles import Actor

LOOKED_BACK = timedelta(days=365)
"""Whatever ended longer ago and was never renewed is no longer wanted."""


class Kind(IntEnum):
    """Why a paper needs a hand, the most pressing first."""

    CORRECT = 1
    ENDED = 2
    HELD = 3
    RENEW = 4
    ASK_ISSUER = 5
    FINISH = 6


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """One thing to do. ``by``: the last valid day, or the day by which the issuer should have answered."""

    kind: Kind
    certificate: Certificate
    by: date | None = None


def todo_of(session: Session, actor: Actor, day: date) -> list[ToDo]:
    """Return what the actor's cooperative has to do on a day in Jakarta; two queries."""
    wanted: Select[Certificate] = scope.rows(actor, Certificate)
    ended_lately = and_(
        Certificate.valid_until >= day - LOOKED_BACK, Certificate.valid_until <= day + timedelta(days=max(STEPS))
    )
    open_ones = Certificate.state.in_(
        (CertificateState.DRAFT, CertificateState.SUBMITTED, CertificateState.NEEDS_CORRECTION)
    )
    wanted = wanted.where(
        or_(open_ones, and_(Certificate.state == CertificateState.VERIFIED, or_(ended_lately, Certificate.on_hold)))
    )
    shown = wanted.options(joinedload(Certificate.producer), selectinload(Certificate.items))
    return todo_among(list(session.scalars(shown.order_by(Certificate.id))), day)


def todo_among(certificates: Iterable[Certificate], day: date) -> list[ToDo]:
    """Return what is to be done about certificates of which all open ones are there (renewals are found among them)."""
    held = list(certificates)
    followed = {row.renews_id for row in held if row.state in UNDER_WAY}
    found = [item for row in held if row.id not in followed and (item := _todo(row, day)) is not None]
    return sorted(found, key=lambda item: (item.kind, item.by or date.max, item.certificate.id))


def _todo(certificate: Certificate, day: date) -> ToDo | None:
    kind, by = _KINDS[CertificateState(certificate.state)](certificate, day)
    return None if kind is None else ToDo(kind=kind, certificate=certificate, by=by)


_Answer = tuple[Kind | None, date | None]


def _draft(_certificate: Certificate, _day: date) -> _Answer:
    return Kind.FINISH, None


def _correction(_certificate: Certificate, _day: date) -> _Answer:
    return Kind.CORRECT, None


def _sent(certificate: Certificate, day: date) -> _Answer:
    """An application whose paper should be there by now: ask the issuer."""
    if certificate.number or certificate.submitted_at is None:
        return None, None
    expected = jakarta_day(certificate.submitted_at) + timedelta(days=SCHEMES[certificate.scheme].days_to_obtain)
    return (Kind.ASK_ISSUER, expected) if expected < day else (None, None)


def _verified(certificate: Certificate, day: date) -> _Answer:
    if certificate.replaced_from is not None:
        return None, None
    if certificate.on_hold:
        return Kind.HELD, None
    status = status_of(certificate, day)
    if status == Status.EXPIRED:
        return Kind.ENDED, certificate.valid_until
    left = (certificate.valid_until - day).days if certificate.valid_until else None
    return (Kind.RENEW, certificate.valid_until) if left is not None and left <= max(STEPS) else (None, None)


def _settled(_certificate: Certificate, _day: date) -> _Answer:
    return None, None


_KINDS = {
    CertificateState.DRAFT: _draft,
    CertificateState.NEEDS_CORRECTION: _correction,
    CertificateState.SUBMITTED: _sent,
    CertificateState.VERIFIED: _verified,
    CertificateState.REJECTED: _settled,
    CertificateState.REVOKED: _settled,
}
