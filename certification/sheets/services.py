"""Asking for the jobs of a regency's spreadsheet: tried out, taken in, out."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from certification.permissions import TAKE_IN_REGENCY
from certification.sheets.columns import BY_HEADING
from certification.sheets.work import APPLY, CHECK, EXPORT
from marketplace.adapters.files import FileStore
from marketplace.adapters.sheets import read_sheet
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.jobs import services as jobs
from marketplace.jobs.models import Job, JobState
from marketplace.sheets.lines import packed, sheet_of

MAX_LINES = 20_000
"""Lines of one file: a regency has some hundred cooperatives and a few thousand papers."""


def prepare(data: bytes, store: FileStore, *, consent: bool) -> tuple[str, dict[str, object]]:
    """Read an uploaded spreadsheet and keep its lines; slow, so outside of any transaction.

    ``consent``: the office states that the producers named in it agreed. Returns the stored name and the arguments of
    the job; raises ``Invalid`` on ``file``.
    """
    words = _l(
        "The first line must hold the headings of the template, “Nama koperasi” or “Nomor sertifikat” among them."
    )
    lines = read_sheet(data, max_rows=MAX_LINES + 1)
    sheet = sheet_of(lines, hashlib.sha256(data).hexdigest(), BY_HEADING, one_of={"name", "number"}, otherwise=words)
    return store.put(packed(sheet), ".json"), {"file": sheet.sha256, "ignored": list(sheet.ignored), "consent": consent}


def ask_check(session: Session, actor: Actor, name: str, arguments: dict[str, object], *, now: datetime) -> Job:
    """Ask for a prepared spreadsheet to be tried out: nothing is changed."""
    actor.check(TAKE_IN_REGENCY)
    return jobs.queue(session, actor, CHECK, input_name=name, arguments=arguments, now=now)


def checked(session: Session, actor: Actor, code: str, *, now: datetime) -> Job:
    """Return a spreadsheet of this person that was tried out; raise ``NotFound``, or ``Conflict`` before its end."""
    job = jobs.own_job(session, actor, code, now=now)
    if job.kind != CHECK:
        raise NotFound()
    if job.state != JobState.DONE:
        raise Conflict("not_checked", _l("The spreadsheet has not been tried out to its end."))
    return job


def ask_apply(session: Session, actor: Actor, code: str, name: str, *, now: datetime) -> Job:
    """Ask for the good lines of a spreadsheet that was tried out to be written; ``name``: a copy of its lines."""
    actor.check(TAKE_IN_REGENCY)
    trial = checked(session, actor, code, now=now)
    return jobs.queue(session, actor, APPLY, input_name=name, arguments=dict(trial.arguments), now=now)


def ask_export(session: Session, actor: Actor, *, now: datetime) -> Job:
    """Ask for the spreadsheet of the actor's regency; of all regencies for the operator."""
    actor.check(TAKE_IN_REGENCY)
    return jobs.queue(session, actor, EXPORT, arguments={}, now=now)
