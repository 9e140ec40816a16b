"""Taking in private files: checked and converted before the transaction, recorded inside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.adapters.files import FileStore, stored_stem
from marketplace.adapters.scans import check_upload_name, process_scan
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.files.models import StoredFile


@dataclass(frozen=True, kw_only=True)
class PreparedFile:
    """A file that lies in the store but has no record yet."""

    original_name: str
    content_type: str
    size: int
    sha256: str
    """Of the bytes as they were uploaded."""
    stored_name: str
    pages: tuple[str, ...]


def prepare(data: bytes, filename: str, store: FileStore) -> PreparedFile:
    """Check an uploaded scan and write it and its page pictures to the store; slow, so outside of any transaction.

    Raises ``Invalid`` for what is no readable photo or PDF, ``Unavailable`` where there is no room or too much work.
    A file whose record is never made stays as bytes that nobody can reach.
    """
    name = check_upload_name(filename)
    scan = process_scan(data, filename)
    stem = stored_stem()
    stored = store.put(scan.original, scan.suffix, stem=stem)
    pages = tuple(store.put(page, f"-p{number}.webp", stem=stem) for number, page in enumerate(scan.pages, 1))
    return PreparedFile(
        original_name=name or f"berkas{scan.suffix}",
        content_type=scan.content_type,
        size=len(scan.original),
        sha256=scan.sha256,
        stored_name=stored,
        pages=pages,
    )


def keep(session: Session, actor: Actor, prepared: PreparedFile, *, now: datetime) -> StoredFile:
    """Record a prepared file as one of the actor's organisation."""
    if actor.organisation_id is None:
        raise Conflict("no_organisation", _l("A file belongs to an organisation. Register one first."))
    file = StoredFile(
        organisation_id=actor.organisation_id,
        uploaded_by_id=actor.user_id,
        uploaded_at=now,
        original_name=prepared.original_name,
        content_type=prepared.content_type,
        size=prepared.size,
        sha256=prepared.sha256,
        stored_name=prepared.stored_name,
        pages=list(prepared.pages),
    )
    session.add(file)
    session.flush()
    return file
