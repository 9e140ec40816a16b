"""The one place that turns errors into answers: a page for people, problem+json (RFC 9457) for programs."""

import logging
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from marketplace.accounts.access import is_for_programs
from marketplace.core.errors import Conflict, DomainError, Unavailable
from marketplace.core.text import _l
from marketplace.kept_forms import keeping
from marketplace.limits.counting import TooMany
from marketplace.web.database import calm

log = logging.getLogger(__name__)

TITLES = {
    400: _l("This could not be read"),
    401: _l("Please sign in"),
    403: _l("Your role does not permit this"),
    404: _l("There is nothing here"),
    405: _l("This could not be read"),
    409: _l("Something changed in the meantime"),
    413: _l("This is too big"),
    415: _l("This could not be read"),
    422: _l("Something needs to be mended"),
    429: _l("Too many tries"),
    500: _l("Something broke on our side"),
    503: _l("This does not answer right now"),
}

ADVICE = {
    400: _l("Go back, load the page again and try once more."),
    403: _l("Ask a manager of your organisation, or switch the organisation in the account menu."),
    404: _l("The address may be mistyped, or the page is not yours to see."),
    405: _l("Go back, load the page again and try once more."),
    409: _l("Load the page again to see how things stand now. Nothing was lost."),
    413: _l("Choose a smaller file, at most 15 MB."),
    429: _l("Wait a few minutes, then try again."),
    500: _l("Nothing was half done. Please try again; if it stays so, tell us the number below."),
    503: _l("Nothing was lost. Please try again in a minute."),
}


def init_app(app: Flask) -> None:
    """Register the handlers and give every request an id that error pages show."""
    app.before_request(_name_request)
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database_gone)
    app.register_error_handler(DataError, _unkeepable)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, message: str, errors: dict[str, Any] | None = None) -> Response:
    """Build an RFC 9457 answer with our ``code`` and, for fields, ``errors``."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": message,
    }
    if errors:
        body["errors"] = {name: str(text) for name, text in errors.items()}
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def answer(status: int, code: str, message: str, errors: dict[str, Any] | None = None) -> Response:
    """Answer an error in the form that the asker reads."""
    if is_for_programs():
        response = problem(status, code, message or str(ADVICE.get(status, "")), errors)
    else:
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            calm()
        page = render_template(
            "marketplace/error.html",
            status=status,
            title=str(TITLES.get(status, TITLES[400])),
            message=message or str(ADVICE.get(status, ADVICE[400])),
            request_id=g.get("request_id", "") if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "",
        )
        response = Response(page, status=status, mimetype="text/html")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "30"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _name_request() -> None:
    g.request_id = uuid4().hex[:12]


def _domain(error: DomainError) -> ResponseReturnValue:
    lines = [str(error.message), *(str(text) for text in error.errors.values())]
    message = " ".join(dict.fromkeys(line for line in lines if line))
    response = answer(error.status, error.code, message, error.errors)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return answer(Conflict.status, "stale", "")


def _database_gone(error: OperationalError) -> ResponseReturnValue:
    log.error("database: %s", error)
    return answer(Unavailable.status, "database_unavailable", "")


def _unkeepable(error: DataError) -> ResponseReturnValue:
    # A value that slipped past the forms and that the database cannot keep: nothing was changed.
    log.warning("the database refused a value: %s", error.orig)
    return answer(400, "unreadable", "")


def _collided(error: IntegrityError) -> ResponseReturnValue:
    # Two at once wanted what only one can have (an address, a name): the slower one changed nothing.
    log.error("the database refused a row: %s", error.orig)
    return answer(Conflict.status, "collision", "")


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    kept = keeping.keep()
    if kept is not None:
        return redirect(kept, code=HTTPStatus.SEE_OTHER)
    return answer(400, "csrf", _("The form was open too long or came from elsewhere. Load the page and send it again."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    code = {400: "unreadable", 404: "not_found", 405: "wrong_method", 413: "too_big", 415: "wrong_type"}
    response = answer(error.code, code.get(error.code, "error"), "")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.exception("request %s failed", g.get("request_id", "?"), exc_info=error)
    return answer(500, "internal", "")
