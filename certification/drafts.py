"""Throwing a draft away: the holder's own sheet of paper, as long as nobody else ever saw it."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certification import events, scans
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.permissions import SUBMIT_CERTIFICATE
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail


def is_discardable(session: Session, certificate: Certificate) -> bool:
    """Tell whether a record is a draft that was never sent; everything else is kept for good."""
    return certificate.state == CertificateState.DRAFT and scans.submissions(session, certificate) == 0


def discard(session: Session, actor: Actor, certificate: Certificate, *, version: int, now: datetime) -> list[str]:
    """Delete a draft that was never sent with its scans; return the names of the files to remove after the commit.

    Raise ``Conflict`` where it was sent once, has changed meanwhile, or a product stands on it.
    """
    actor.check(SUBMIT_CERTIFICATE)
    if not is_discardable(session, certificate):
        raise Conflict("was_sent", _l("This was sent once, so it is kept. Only drafts that were never sent can go."))
    if certificate.version != version:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    # Of the producer, not of the draft: the number of a deleted row may be given to another one.
    data = {"certificate": certificate.id, "scheme": certificate.scheme}
    trail.record(session, actor, events.DRAFT_DISCARDED, "producer", certificate.producer_id, now=now, **data)
    try:
        with session.begin_nested():
            files = scans.forget(session, certificate)
            session.delete(certificate)
            session.flush()
    except IntegrityError as error:  # a table of a package above points at one of its names
        raise Conflict("in_use", _l("A product stands on this draft. Take the product off it first.")) from error
    names = scans.stored_names(files)
    for file in files:
        session.delete(file)
    session.flush()
    return names
