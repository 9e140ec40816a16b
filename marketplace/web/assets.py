"""Static files: addresses that change with their content, so browsers keep them a year; text goes compressed."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from marketplace.config import ROOT

ONE_YEAR = 365 * 24 * 3600
REFERENCE = re.compile(r'(?P<before>url\("|import\(")(?P<path>\.{1,2}/[\w./-]+)(?P<after>"\))')
"""A file that a style sheet or a script names: ``url("../font.woff2")``, ``import("./menu.js")``."""

TEXT = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}


@dataclass(frozen=True)
class Asset:
    """One static file as it is sent."""

    content: bytes
    compressed: bytes | None
    """With gzip; None for what is compressed by nature."""
    mimetype: str
    fingerprint: str


def folder(name: str) -> Path:
    """Return ``static`` or ``templates``: at the root of a checkout, inside the package of a wheel."""
    checkout = ROOT / name
    return checkout if checkout.is_dir() else Path(__file__).parent.parent / "_assets" / name


def init_app(app: Flask) -> None:
    """Serve the static files; give templates ``static_url``."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=send)
    app.jinja_env.globals["static_url"] = static_url


def static_url(filename: str) -> str:
    """Return the address of a static file with its fingerprint."""
    return url_for("static", filename=filename, v=asset(filename).fingerprint)


def send(filename: str) -> ResponseReturnValue:
    """Answer a static file: to be kept for a year where the address bears its fingerprint, asked again otherwise."""
    found = asset(filename)
    zipped = found.compressed is not None and request.accept_encodings["gzip"] > 0
    response = Response(found.compressed if zipped else found.content, mimetype=found.mimetype)
    if zipped:
        response.content_encoding = "gzip"
    if found.compressed is not None:
        response.vary.add("Accept-Encoding")
    if request.args.get("v") == found.fingerprint:
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.set_etag(f"{found.fingerprint}-gzip" if zipped else found.fingerprint)
    return response.make_conditional(request)


def asset(filename: str) -> Asset:
    """Return a static file from memory, read again where it has changed; raise ``NotFound``."""
    path = safe_join(str(folder("static")), filename)
    if path is None or not Path(path).is_file():
        raise NotFound()
    return _load(filename, Path(path).stat().st_mtime_ns)


@cache
def _load(filename: str, _changed: int) -> Asset:
    path = folder("static") / filename
    content = path.read_bytes()
    mimetype = TEXT.get(path.suffix)
    if path.suffix in (".css", ".js"):
        content = _with_fingerprints(content.decode(), Path(filename).parent).encode()
    return Asset(
        content=content,
        compressed=gzip.compress(content, 9, mtime=0) if mimetype else None,
        mimetype=mimetype or mimetypes.guess_type(path.name)[0] or "application/octet-stream",
        fingerprint=hashlib.sha256(content).hexdigest()[:10],
    )


def _with_fingerprints(text: str, beside: Path) -> str:
    """Add the fingerprints to the files that a text names, so that those too may be kept for a year."""

    def mark(found: re.Match[str]) -> str:
        target = (folder("static") / beside / found["path"]).resolve().relative_to(folder("static").resolve())
        return f"{found['before']}{found['path']}?v={asset(target.as_posix()).fingerprint}{found['after']}"

    return REFERENCE.sub(mark, text)
