"""Renewals: a new record that follows an old one, which stays as it was decided and counts until the new one does."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification import events
from certification.lifecycle import CertificateState
from certification.models import Certificate, CertificateItem
from certification.permissions import SUBMIT_CERTIFICATE
from certification.queries import lock
from certification.services import draft_certificate
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail

RENEWABLE = frozenset({CertificateState.VERIFIED, CertificateState.REJECTED, CertificateState.REVOKED})
"""What can no longer be changed: a changed paper is a new record that names it."""
_GONE = frozenset({CertificateState.REJECTED, CertificateState.REVOKED})

Heir: TypeAlias = Callable[[Session, Certificate, Certificate], None]
"""Takes an old record and its verified renewal: what stood on the old one is put on the new one too."""

_heirs: list[Heir] = []


def on_renewed(heir: Heir) -> None:
    """Add what is done in the transaction that verifies a renewal; adding it again changes nothing."""
    if heir not in _heirs:
        _heirs.append(heir)


def renew(session: Session, actor: Actor, certificate: Certificate, *, now: datetime) -> Certificate:
    """Begin the record that follows this one, with its product names; the one that is under way, if there is one.

    Raise ``Conflict`` while the record itself can still be changed.
    """
    actor.check(SUBMIT_CERTIFICATE)
    if CertificateState(certificate.state) not in RENEWABLE:
        raise Conflict("not_renewable", _l("This record is still open: change it itself."))
    lock(session, certificate)  # two clicks at once must not begin two
    following = successor(session, certificate)
    if following is not None and CertificateState(following.state) not in _GONE:
        return following
    fresh = draft_certificate(session, actor, certificate.producer_id, certificate.scheme, now=now)
    fresh.renews_id = certificate.id
    fresh.items = [CertificateItem(position=item.position, name=item.name) for item in certificate.items]
    session.flush()
    return fresh


def successor(session: Session, certificate: Certificate) -> Certificate | None:
    """Return the record that follows this one; of several the newest that was neither rejected nor revoked."""
    return _following(_relatives(session, certificate), certificate)


def predecessor(session: Session, certificate: Certificate) -> Certificate | None:
    """Return the record that this one follows."""
    return session.get(Certificate, certificate.renews_id) if certificate.renews_id is not None else None


def chain_of(session: Session, certificate: Certificate, *, filed_only: bool = False) -> list[Certificate]:
    """Return the records before and after one, the oldest first and itself among them; one query.

    ``filed_only``: without drafts, which are nobody's but the holder's.
    """
    relatives = _relatives(session, certificate)
    by_id = {row.id: row for row in relatives}
    chain = [certificate]
    while (before := by_id.get(chain[0].renews_id or 0)) is not None and before not in chain:
        chain.insert(0, before)
    while (after := _following(relatives, chain[-1])) is not None and after not in chain:
        chain.append(after)
    return [row for row in chain if not filed_only or row.state != CertificateState.DRAFT]


def successor_in(chain: list[Certificate], certificate: Certificate) -> Certificate | None:
    """Return the record that stands after one in its chain."""
    place = chain.index(certificate) + 1
    return chain[place] if place < len(chain) else None


def take_over(session: Session, actor: Actor, certificate: Certificate, *, now: datetime) -> None:
    """Let a record that has just been verified count instead of the one it follows, from its first valid day on."""
    old = predecessor(session, certificate)
    if old is None:
        return
    lock(session, old)
    if old.state != CertificateState.VERIFIED:
        return
    old.replaced_from = max(certificate.valid_from or date.min, jakarta_day(now))
    session.flush()
    for heir in _heirs:
        heir(session, old, certificate)
    data = {"by": certificate.id, "from_day": old.replaced_from.isoformat()}
    trail.record(session, actor, events.CERTIFICATE_REPLACED, "certificate", old.id, now=now, **data)


def give_back(session: Session, certificate: Certificate, *, now: datetime) -> None:
    """Let the old record go on where its renewal is revoked before it ever counted."""
    old = predecessor(session, certificate)
    if old is not None:
        lock(session, old)
    if old is not None and old.replaced_from is not None and old.replaced_from > jakarta_day(now):
        old.replaced_from = None
        session.flush()


def _relatives(session: Session, certificate: Certificate) -> list[Certificate]:
    """Return what can stand in one chain: the records of one producer and one scheme, the oldest first."""
    same = (Certificate.producer_id == certificate.producer_id, Certificate.scheme == certificate.scheme)
    return list(session.scalars(select(Certificate).where(*same).order_by(Certificate.id)))


def _following(relatives: list[Certificate], certificate: Certificate) -> Certificate | None:
    followers = [row for row in relatives if row.renews_id == certificate.id]
    living = [row for row in followers if CertificateState(row.state) not in _GONE]
    return next(reversed(living or followers), None)
