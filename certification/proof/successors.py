"""Which paper takes the place of one that ends or has ended: the renewal, so that a printed code leads on to it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.queries import status_of
from certification.status import is_valid


def of(session: Session, certificates: Sequence[Certificate], day: date) -> dict[int, Certificate]:
    """Return by certificate id the paper of the same holder and scheme that holds on a day and takes its place.

    Either its holder filed it as the renewal, or it names one of the same products and ends later: a second halal
    certificate for other goods replaces nothing. A paper that names no products speaks of its holder.
    """
    candidates = _candidates(session, certificates)
    found = {}
    for certificate in certificates:
        later = [other for other in candidates if _takes_place(other, certificate) and is_valid(status_of(other, day))]
        if later:
            found[certificate.id] = max(later, key=lambda other: (other.valid_until or date.max, other.id))
    return found


def _candidates(session: Session, certificates: Sequence[Certificate]) -> list[Certificate]:
    if not certificates:
        return []
    statement = select(Certificate).where(
        Certificate.producer_id.in_({certificate.producer_id for certificate in certificates}),
        Certificate.scheme.in_({certificate.scheme for certificate in certificates}),
        Certificate.state == CertificateState.VERIFIED,
    )
    return list(session.scalars(statement.options(selectinload(Certificate.items)).order_by(Certificate.id)))


def _takes_place(other: Certificate, certificate: Certificate) -> bool:
    if other.renews_id == certificate.id:
        return True
    same = (other.producer_id, other.scheme) == (certificate.producer_id, certificate.scheme)
    if not same or other.id == certificate.id or not _outlasts(other, certificate):
        return False
    names, before = _names(other), _names(certificate)
    return bool(names & before) or not (names or before)


def _outlasts(other: Certificate, certificate: Certificate) -> bool:
    """Tell whether a paper ends later, or was filed later where the ends are equal; any outlasts a revoked one."""
    end, before = other.valid_until or date.max, certificate.valid_until or date.max
    return certificate.state == CertificateState.REVOKED or (end, other.id) > (before, certificate.id)


def _names(certificate: Certificate) -> set[str]:
    return {item.name.casefold() for item in certificate.items}
