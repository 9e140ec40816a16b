"""Asking for the spreadsheet jobs: out, tried out, taken in."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.permissions import MANAGE_PRODUCTS
from catalog.sheets.lines import sheet_of
from catalog.sheets.work import APPLY, CHECK, EXPORT
from marketplace.adapters.files import FileStore
from marketplace.adapters.sheets import read_sheet
from marketplace.core.errors import Conflict, NotFound
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.jobs import services as jobs
from marketplace.jobs.models import Job, JobState
from marketplace.sheets.lines import packed

FORMATS = ("xlsx", "csv")


def ask_export(session: Session, actor: Actor, wanted: str, *, now: datetime) -> Job:
    """Ask for a spreadsheet of all own products; anything but ``csv`` is an .xlsx."""
    actor.check(MANAGE_PRODUCTS)
    return jobs.queue(session, actor, EXPORT, arguments={"format": "csv" if wanted == "csv" else "xlsx"}, now=now)


def prepare(data: bytes, store: FileStore) -> tuple[str, dict[str, object]]:
    """Read an uploaded spreadsheet and keep its lines; slow, so outside of any transaction.

    Returns the stored name and the arguments of the job; raises ``Invalid`` on ``file``.
    """
    sheet = sheet_of(read_sheet(data), hashlib.sha256(data).hexdigest())
    return store.put(packed(sheet), ".json"), {"file": sheet.sha256, "ignored": list(sheet.ignored)}


def ask_check(session: Session, actor: Actor, name: str, arguments: dict[str, object], *, now: datetime) -> Job:
    """Ask for a prepared spreadsheet to be tried out: nothing is changed."""
    actor.check(MANAGE_PRODUCTS)
    return jobs.queue(session, actor, CHECK, input_name=name, arguments=arguments, now=now)


def checked(session: Session, actor: Actor, code: str, *, now: datetime) -> Job:
    """Return a spreadsheet of this person that was tried out; raise ``NotFound``, or ``Conflict`` before its end."""
    job = jobs.own_job(session, actor, code, now=now)
    if job.kind != CHECK:
        raise NotFound()
    if job.state != JobState.DONE:
        raise Conflict("not_checked", _l("The spreadsheet has not been tried out to its end."))
    return job


def ask_apply(session: Session, actor: Actor, code: str, name: str, *, only_whole: bool = False, now: datetime) -> Job:
    """Ask for the good lines of a spreadsheet that was tried out to be saved.

    ``name``: a copy of its lines. ``only_whole``: raise ``Conflict`` where any line had a problem.
    """
    actor.check(MANAGE_PRODUCTS)
    trial = checked(session, actor, code, now=now)
    if only_whole and trial.result.get("counts", {}).get("wrong"):
        raise Conflict("has_problems", _l("Some lines have problems: nothing was taken in."))
    return jobs.queue(session, actor, APPLY, input_name=name, arguments={"file": trial.arguments["file"]}, now=now)
