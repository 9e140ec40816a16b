"""The two doors to the database for views: a transaction for what changes, a session of the request for reading."""

from contextlib import AbstractContextManager

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from marketplace.db import Database


def init_app(app: Flask, database: Database) -> None:
    """Keep the database in the app and close the reading session at the end of every request."""
    app.extensions["database"] = database
    app.teardown_appcontext(_close)


def database() -> Database:
    """Return the database of the running app."""
    found: Database = current_app.extensions["database"]
    return found


def transaction() -> AbstractContextManager[Session]:
    """Open the one transaction of what the user does."""
    return database().transaction()


def reading() -> Session:
    """Return the reading session of this request (or of this app context), opened at first use."""
    if "reading_session" not in g:
        g.reading_session = database().reading()
    session: Session = g.reading_session
    return session


def forget_reading() -> None:
    """Close the reading session, so that what was just written is seen by the next read of this request."""
    session: Session | None = g.pop("reading_session", None)
    if session is not None:
        session.close()


def calm() -> None:
    """Let the rest of this request ask nobody: for the page that says that the database may be gone."""
    g.is_calm = True


def is_calm() -> bool:
    """Tell whether this request must not ask the database any more."""
    return bool(g.get("is_calm", False))


def _close(_error: BaseException | None) -> None:
    forget_reading()
