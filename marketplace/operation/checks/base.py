"""The database: whether it answers, its shape, its clock."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import DateTime, cast, func, select, text
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.operation.findings import Finding, look, ok, wrong

SKEW_SECONDS = 5
OLDEST = 15
"""PostgreSQL before 15 was never tried."""


def shape(session: Session) -> Iterator[Finding]:
    """Compare the revision of the database with that of the code."""
    connection = session.connection()
    dialect = connection.dialect
    server = ".".join(map(str, dialect.server_version_info or ()))
    there, ours = migrating.revision_of(connection), migrating.newest()
    if there is None:
        yield wrong("database", f"{dialect.name} {server} answers and is empty", "python -m marketplace db upgrade")
    elif there != ours:
        mend = "Stop site and worker, then: python -m marketplace db upgrade"
        if not migrating.knows(there):
            mend = "The database was used by a newer version: start that one again."
        yield wrong("database", f"revision {there}, the code needs {ours}", mend)
    else:
        yield ok("database", f"{dialect.name} {server}, revision {there}")
    if dialect.name == "postgresql" and int((dialect.server_version_info or (0,))[0]) < OLDEST:
        yield look("database", f"PostgreSQL {server} is old", f"Use {OLDEST} or newer.")
    if dialect.name == "sqlite":
        answer = session.scalar(text("PRAGMA quick_check(1)"))
        if answer != "ok":
            yield wrong("database", f"the file is damaged: {answer}", "Restore the last backup.")


def clock(session: Session, now: datetime) -> Iterator[Finding]:
    """Compare the clock of the database's machine with ours: tokens, signatures and terms hang on it."""
    if session.get_bind().dialect.name == "sqlite":
        return
    there = session.scalar(select(cast(func.clock_timestamp(), DateTime(timezone=True)))) or now
    off = abs((there.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    if off > SKEW_SECONDS:
        yield wrong("clock", f"the database's clock is {off:.0f} seconds off ours", "timedatectl set-ntp true, on both")
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC, the database agrees")
