"""Remembering in the browser which booth was scanned."""

from flask import session

from catalog.fairs import memory
from marketplace.core.clock import now


def remember_scan(code: str) -> None:
    """Keep a booth's code in the session cookie, beyond the closing of the browser: an order may follow days later."""
    session.permanent = True
    session[memory.KEY] = memory.memory_of(code, now())


def scanned() -> object:
    """Return what the browser remembers of a scan, for ``queries.remembered_booth``."""
    return session.get(memory.KEY)
