"""The doctor: looks at everything the site needs, part by part; one part's fault never hides the next."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from marketplace.adapters.mail import Mailer
from marketplace.config import Settings
from marketplace.db import Database
from marketplace.operation.checks import base, place, proof, settings, work
from marketplace.operation.findings import Finding, examinations, wrong


def examine(app: Flask, env: Mapping[str, str], head: str, *, now: datetime) -> Iterator[Finding]:
    """Look at everything; ``head`` is one that was mailed, or empty."""
    given: Settings = app.config["SETTINGS"]
    mailer: Mailer = app.extensions["mailer"]
    yield from _safely("settings", lambda: settings.examine(given, env))
    database: Database = app.extensions["database"]
    with database.reading() as session:
        first = list(_safely("database", lambda: base.shape(session)))
        yield from first
        if not any(finding.is_wrong for finding in first):
            yield from _in_database(session, head, now)
            for name, examination in examinations(app).items():
                yield from _safely(name, lambda examination=examination: examination(app, now))  # type: ignore[misc]
    yield from _safely("mail", lambda: place.mail(mailer, given))
    yield from _safely("disk", lambda: place.disks(given))
    yield from _safely("fonts", place.documents)


def _in_database(session: Session, head: str, now: datetime) -> Iterator[Finding]:
    yield from _safely("clock", lambda: base.clock(session, now))
    yield from _safely("worker", lambda: work.worker(session, now))
    yield from _safely("outbox", lambda: work.deliveries(session, now))
    yield from _safely("mails", lambda: work.mails(session, now))
    yield from _safely("chain", lambda: proof.walk(session))
    if head:
        yield from _safely("chain", lambda: proof.mailed(session, head))


def _safely(about: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except OperationalError as error:
        yield wrong(about, f"the database does not answer: {error.orig}", "Is it up? Mend DATABASE_URL.")
    except Exception as error:  # whatever it is, the doctor goes on
        yield wrong(about, f"{type(error).__name__}: {error}", "")
