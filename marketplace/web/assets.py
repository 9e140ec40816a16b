"""Addresses of static files that change with their content, so browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from marketplace.config import ROOT


def folder(name: str) -> Path:
    """Return ``static`` or ``templates``: at the root of a checkout, inside the package of a wheel."""
    checkout = ROOT / name
    return checkout if checkout.is_dir() else Path(__file__).parent.parent / "_assets" / name


def init_app(app: Flask) -> None:
    """Let browsers keep static files; give templates ``static_url``."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """Return the address of a static file with its fingerprint."""
    path = folder("static") / filename
    return url_for("static", filename=filename, v=_fingerprint(path, path.stat().st_mtime_ns))


@cache
def _fingerprint(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
