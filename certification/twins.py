"""Papers that turn up twice: one number or one scan at two holders."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from certification.models import Certificate
from certification.queries import WITH_HOLDER, filed
from marketplace.files.models import StoredFile


def twins(session: Session, certificate: Certificate) -> list[Certificate]:
    """Return the filed certificates of other producers with the same number, or the same scan in another cooperative.

    One paper belongs to one holder, so each of these is a reason to look again (reference/reliability.md, U6).
    """
    return twins_of(session, [certificate]).get(certificate.id, [])


def twins_of(session: Session, certificates: Collection[Certificate]) -> dict[int, list[Certificate]]:
    """Return the ``twins`` of several certificates by their id, in one question."""
    numbered = [c for c in certificates if c.number]
    scans = {c.file.sha256 for c in certificates if c.file is not None}
    files = select(StoredFile.id).where(StoredFile.sha256.in_(scans))
    # Each half names the columns of an index, so that neither reads the whole table.
    same_number = and_(
        Certificate.scheme.in_({c.scheme for c in numbered}), Certificate.number.in_({c.number for c in numbered})
    )
    statement = filed(select(Certificate).where(or_(same_number, Certificate.file_id.in_(files))))
    others = session.scalars(statement.options(*WITH_HOLDER, joinedload(Certificate.file))).all()
    return {one.id: [other for other in others if _is_twin(one, other)] for one in certificates}


def _is_twin(one: Certificate, other: Certificate) -> bool:
    if other.id == one.id:
        return False
    same_number = one.number != "" and (one.scheme, one.number) == (other.scheme, other.number)
    if same_number and one.producer_id != other.producer_id:
        return True
    same_scan = one.file is not None and other.file is not None and one.file.sha256 == other.file.sha256
    return same_scan and one.cooperative_id != other.cooperative_id
