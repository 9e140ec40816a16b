"""Sending private files: the original as a download, its pages as pictures that are safe to look at."""

from flask import Blueprint, Response, current_app, send_file

from marketplace.accounts.access import require_actor, signed_in
from marketplace.adapters.files import FileStore
from marketplace.core.errors import NotFound
from marketplace.files.access import visible
from marketplace.web.database import reading

blueprint = Blueprint("files", __name__)

LOCKED_UP = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""A file that somebody opens nevertheless runs nothing and reaches nothing of the site."""


@blueprint.get("/berkas/<int:file_id>")
@signed_in
def download(file_id: int) -> Response:
    """Send the original as it came, always as a download."""
    file = visible(reading(), require_actor(), file_id)
    return _send(file.stored_name, file.content_type, download_name=file.original_name)


@blueprint.get("/berkas/<int:file_id>/halaman/<int:page>")
@signed_in
def page(file_id: int, page: int) -> Response:
    """Send the picture of one page, counted from 1."""
    file = visible(reading(), require_actor(), file_id)
    if not 1 <= page <= len(file.pages):
        raise NotFound()
    return _send(file.pages[page - 1], "image/webp")


def _send(name: str, mimetype: str, *, download_name: str | None = None) -> Response:
    store: FileStore = current_app.extensions["private_files"]
    return send_private(store, name, mimetype, download_name)


def send_private(store: FileStore, name: str, mimetype: str, download_name: str | None = None) -> Response:
    """Send a private file: kept by nobody, locked up where somebody opens it; with a name it is a download."""
    response = send_file(
        store.path(name),
        mimetype=mimetype,
        as_attachment=download_name is not None,
        download_name=download_name,
        conditional=False,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = LOCKED_UP
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
