"""The scans of a record: the newest one counts, every one before it stays with who attached it, when and for what."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from certification import events
from certification.models import Certificate, CertificateScan
from marketplace.events import trail
from marketplace.files.models import StoredFile


def keep(session: Session, certificate: Certificate, file: StoredFile) -> None:
    """Let a file be the scan of a record; the one before it stays in the book."""
    _book(session, certificate)
    certificate.file = file
    session.flush()
    _book(session, certificate)


def mark_sent(session: Session, certificate: Certificate, *, number: int) -> None:
    """Note that the scan was sent with the record's submission of that number, if it was not sent before."""
    row = _book(session, certificate)
    if row is not None and row.submission is None:
        row.submission = number
        session.flush()


def submissions(session: Session, certificate: Certificate) -> int:
    """Return how often a record was sent: the trail knows it, whatever happened to the record since."""
    return len(trail.history(session, "certificate", certificate.id, [events.CERTIFICATE_SUBMITTED]))


def scans_of(session: Session, certificate: Certificate, *, sent_only: bool = False) -> list[CertificateScan]:
    """Return every scan that is in the book, the newest first; officials see what was sent only."""
    statement = select(CertificateScan).where(CertificateScan.certificate_id == certificate.id)
    if sent_only:
        statement = statement.where(CertificateScan.submission.is_not(None))
    wanted = statement.options(joinedload(CertificateScan.file), joinedload(CertificateScan.attached_by))
    return list(session.scalars(wanted.order_by(CertificateScan.id.desc())))


def forget(session: Session, certificate: Certificate) -> list[StoredFile]:
    """Take every scan out of the book, for a draft that goes; return the files that nothing points at any more."""
    rows = scans_of(session, certificate)
    files = {row.file_id: row.file for row in rows}
    if certificate.file is not None:
        files[certificate.file.id] = certificate.file
    for row in rows:
        session.delete(row)
    certificate.file = None
    session.flush()
    return list(files.values())


def stored_names(files: Iterable[StoredFile]) -> list[str]:
    """Return under which names the bytes and the page pictures of files lie in the store."""
    return [name for file in files for name in dict.fromkeys((file.stored_name, *file.pages))]


def _book(session: Session, certificate: Certificate) -> CertificateScan | None:
    """Return the entry of the scan that counts now, written at need: older records came without one."""
    file = certificate.file
    if file is None:
        return None
    mine = (CertificateScan.certificate_id == certificate.id, CertificateScan.file_id == file.id)
    row = session.scalar(select(CertificateScan).where(*mine))
    if row is None:
        row = CertificateScan(
            certificate_id=certificate.id,
            file_id=file.id,
            sha256=file.sha256,
            attached_at=file.uploaded_at,
            attached_by_id=file.uploaded_by_id,
        )
        session.add(row)
        session.flush()
    return row
