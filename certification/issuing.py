"""The paper has come: an application that is on file gets its number, days and scan, and is sent anew in one step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from certification import events, filing, scans, services
from certification.filing import Identity
from certification.lifecycle import CertificateState
from certification.models import Certificate
from certification.permissions import SUBMIT_CERTIFICATE
from certification.schemes import scheme
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files.models import StoredFile


@dataclass(frozen=True, kw_only=True)
class IssuedPaper:
    """What the holder reads off the paper that has come."""

    identity: Identity
    items: Iterable[str]
    file: StoredFile | None


def awaits_number(certificate: Certificate) -> bool:
    """Tell whether a record is an application on file whose paper has not come yet."""
    return certificate.state == CertificateState.SUBMITTED and not certificate.number


def add_number(
    session: Session, actor: Actor, certificate: Certificate, paper: IssuedPaper, *, version: int, now: datetime
) -> None:
    """Turn a filed application into a filed certificate; it never leaves the desk, so goods stay orderable.

    Raise ``Conflict`` where an official decided or a colleague was faster, ``Invalid`` with all fields at fault.
    """
    actor.check(SUBMIT_CERTIFICATE)
    if certificate.state != CertificateState.SUBMITTED:
        raise Conflict("wrong_state", _l("An official has decided in the meantime. See how it stands now."))
    if certificate.version != version or certificate.number:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))
    fit, names = _checked(certificate, paper, now)
    for name in Identity.__dataclass_fields__:
        setattr(certificate, name, getattr(fit, name))
    services.put_items(session, certificate, names)
    assert paper.file is not None
    services.put_scan(session, certificate, paper.file)
    certificate.submitted_at = now
    certificate.version += 1
    session.flush()
    scans.mark_sent(session, certificate, number=scans.submissions(session, certificate) + 1)
    trail.record(session, actor, events.CERTIFICATE_SUBMITTED, "certificate", certificate.id, now=now)


def _checked(certificate: Certificate, paper: IssuedPaper, now: datetime) -> tuple[Identity, tuple[str, ...]]:
    """Check everything at once, so that nobody mends one field after the other."""
    errors: dict[str, object] = {}
    identity, names = replace(paper.identity, application_receipt=certificate.application_receipt), tuple[str, ...]()
    if not identity.number:
        errors["number"] = _l("Write the number of the certificate as printed.")
    else:
        try:
            region = certificate.producer.region_code
            identity = filing.checked(certificate.scheme, identity, region=region, today=jakarta_day(now))
        except Invalid as error:
            errors |= error.errors
    if scheme(certificate.scheme).is_of_goods:
        try:
            names = filing.checked_items(paper.items)
        except Invalid as error:
            errors |= error.errors
    if paper.file is None:
        errors["scan"] = _l("Choose the scan or photo of the paper.")
    if errors:
        raise Invalid("invalid", "", errors=errors)
    return identity, names
