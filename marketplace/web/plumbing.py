"""What is not a page: health, readiness, public photos, regions for the dependent selects."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from marketplace.accounts.access import public
from marketplace.adapters.files import FileStore
from marketplace.core.errors import DomainError
from marketplace.regions import queries
from marketplace.web.database import reading

blueprint = Blueprint("plumbing", __name__)
Check = Callable[[], None]
"""Raises where a part does not answer."""


def add_check(app: Flask, name: str, check: Check) -> None:
    """Add a part that must answer before the site is ready."""
    app.extensions.setdefault("readiness", {})[name] = check


def check_database() -> None:
    """Ask the database for nothing in particular."""
    reading().execute(text("SELECT 1"))


@blueprint.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Say that the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Say whether database and search answer; 503 with the part's name where one does not."""
    checks: dict[str, Check] = current_app.extensions.get("readiness", {})
    answers = {name: _answer(check) for name, check in checks.items()}
    whole = all(answer == "ok" for answer in answers.values())
    return jsonify(status="ok" if whole else "unavailable", parts=answers), 200 if whole else 503


@blueprint.get("/media/<name>")
@public
def media(name: str) -> Response:
    """Send a public photo. Names are random and never used again, so it may be kept for a year."""
    store: FileStore = current_app.extensions["public_files"]
    response = send_file(store.path(name), mimetype="image/webp", max_age=365 * 24 * 3600)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


@blueprint.get("/wilayah")
@public
def regions() -> ResponseReturnValue:
    """Answer the children of a region as JSON: ``[{code, name}]``."""
    found = queries.children(reading(), request.args.get("parent") or None)
    response = jsonify([{"code": region.code, "name": region.name} for region in found])
    response.cache_control.max_age = 24 * 3600
    return response


def _answer(check: Check) -> str:
    try:
        check()
    except DomainError as error:
        return error.code
    except Exception as error:  # whatever it is, the site is not ready
        return type(error).__name__
    return "ok"
