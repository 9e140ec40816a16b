"""Making, sharing, withdrawing and fetching supplier files."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.supplier_file import events, queries
from catalog.supplier_file.models import Ending, SupplierFile, SupplierFileConsent
from catalog.supplier_file.permissions import MAKE_SUPPLIER_FILE, SEE_SUPPLIER_FILES
from catalog.supplier_file.rules import SHARED_FOR, UNSHARED_FOR, Consent
from marketplace.accounts.queries import locked_organisation
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.jobs import services as jobs
from marketplace.jobs.models import Job

MAKE = "supplier_file.make"
KIND = "supplier_file"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was made: everything that is kept of a file besides its bytes."""

    language: str
    consents: Sequence[Consent]
    file_name: str
    contents: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    papers: list[str]


def ask(
    session: Session, actor: Actor, slug: str, *, language: str, consents: Collection[Consent], now: datetime
) -> Job:
    """Ask for a file for one buyer; a second click asks for nothing. Raises ``NotFound`` for no such buyer."""
    actor.check(MAKE_SUPPLIER_FILE)
    buyer = queries.buyer_called(session, slug)
    wish = {"buyer": buyer.id, "language": language, "consents": sorted(str(subject) for subject in consents)}
    return jobs.queue(session, actor, MAKE, arguments=wish, now=now)


def keep(
    session: Session,
    actor: Actor,
    job_id: int,
    buyer_id: int,
    made: Made,
    *,
    data: bytes,
    stored_name: str,
    now: datetime,
) -> SupplierFile:
    """Record a file with what was agreed to when it was asked for; it takes the place of one that was never shared.

    The same job keeps one file, however often it is done.
    """
    actor.check(MAKE_SUPPLIER_FILE)
    shop = locked_organisation(session, actor.organisation_id)
    before = session.scalar(select(SupplierFile).where(SupplierFile.job_id == job_id))
    if before is not None:
        return before
    for older in queries.living_for(session, shop.id, buyer_id):
        if older.shared_at is None:
            _end(session, actor, older, Ending.REPLACED, now)
    asked = session.get_one(Job, job_id)
    file = SupplierFile(
        code=secrets.token_hex(16),
        job_id=job_id,
        cooperative_id=shop.id,
        buyer_id=buyer_id,
        language=made.language,
        made_at=now,
        made_by_id=asked.user_id,
        stored_name=stored_name,
        file_name=made.file_name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        contents=made.contents,
        gaps=made.gaps,
        papers=made.papers,
        expires_at=now + UNSHARED_FOR,
    )
    file.consents = [
        SupplierFileConsent(subject=subject, given_at=asked.created_at, given_by_id=asked.user_id)
        for subject in made.consents
    ]
    session.add(file)
    session.flush()
    agreed = [str(subject) for subject in made.consents]
    trail.record(session, actor, events.FILE_MADE, KIND, file.id, now=now, buyer=buyer_id, consents=agreed)
    return file


def share(session: Session, actor: Actor, code: str, *, now: datetime) -> SupplierFile:
    """Let the buyer fetch a file for ``SHARED_FOR``; the one shared before ends. Shared already stays shared.

    Raises ``Conflict`` where the file or the buyer is not there any more.
    """
    actor.check(MAKE_SUPPLIER_FILE)
    locked_organisation(session, actor.organisation_id)
    file = queries.own_file(session, actor, code)
    session.refresh(file)
    if not file.is_living(now):
        raise Conflict("ended", _l("This file has ended. Make a new one."))
    if file.shared_at is not None:
        return file
    try:
        queries.active_buyer(session, file.buyer_id)
    except NotFound as error:
        raise Conflict("no_buyer", _l("This buyer does not trade here at the moment.")) from error
    for older in queries.living_for(session, file.cooperative_id, file.buyer_id):
        if older.id != file.id:
            _end(session, actor, older, Ending.REPLACED, now)
    file.shared_at, file.shared_by_id, file.expires_at = now, actor.user_id, now + SHARED_FOR
    session.flush()
    trail.record(session, actor, events.FILE_SHARED, KIND, file.id, now=now, buyer=file.buyer_id)
    return file


def withdraw(session: Session, actor: Actor, code: str, *, now: datetime) -> SupplierFile:
    """End a file at once: nobody can fetch it any more, its bytes go with the next sweep. Ended already stays so."""
    actor.check(MAKE_SUPPLIER_FILE)
    locked_organisation(session, actor.organisation_id)
    file = queries.own_file(session, actor, code)
    session.refresh(file)
    if file.is_living(now):
        _end(session, actor, file, Ending.WITHDRAWN, now)
    return file


def fetch_own(session: Session, actor: Actor, code: str, *, now: datetime) -> SupplierFile:
    """Return a living file of the cooperative, to look at; written down as every download is."""
    actor.check(MAKE_SUPPLIER_FILE)
    file = queries.own_file(session, actor, code)
    if not file.is_living(now):
        raise NotFound()
    return _fetched(session, actor, file, now)


def fetch_shared(session: Session, actor: Actor, code: str, *, now: datetime) -> SupplierFile:
    """Return a file that was shared with the buyer, and write down that it was fetched; raise ``NotFound``."""
    actor.check(SEE_SUPPLIER_FILES)
    return _fetched(session, actor, queries.shared_file(session, actor, code, now=now), now)


def _fetched(session: Session, actor: Actor, file: SupplierFile, now: datetime) -> SupplierFile:
    trail.record(session, actor, events.FILE_DOWNLOADED, KIND, file.id, now=now, buyer=file.buyer_id)
    return file


def _end(session: Session, actor: Actor, file: SupplierFile, why: Ending, now: datetime) -> None:
    file.ended_at, file.ending = now, why
    session.flush()
    name = events.FILE_WITHDRAWN if why == Ending.WITHDRAWN else events.FILE_REPLACED
    trail.record(session, actor, name, KIND, file.id, now=now, buyer=file.buyer_id)
