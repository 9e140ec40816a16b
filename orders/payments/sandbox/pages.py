"""The hosted payment page: what is paid, three outcomes to choose from, and the way back to the shop."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from . import sessions, words
from .objects import Object
from .refusal import Refusal
from .state import Sandbox, origin

SESSION_MARK = "{CHECKOUT_SESSION_ID}"
"""Stripe puts the session's id in its place in ``success_url``."""


def blueprint(sandbox: Sandbox) -> Blueprint:
    """Return the routes of the page."""
    pages = Blueprint("pages", __name__)

    @pages.get("/pay/<ident>")
    def show(ident: str) -> Answer:
        with sandbox.store.transaction():
            found = _find(sandbox, ident)
            return _note(sandbox, "missing", 404) if found is None else _page(sandbox, found)

    @pages.post("/pay/<ident>")
    def choose(ident: str) -> Answer:
        with sandbox.store.transaction():
            found = _find(sandbox, ident)
            return _note(sandbox, "missing", 404) if found is None else _outcome(sandbox, found)

    return pages


def success_url(session: Object) -> str:
    """Return where the buyer goes after paying."""
    return str(session["success_url"]).replace(SESSION_MARK, session["id"])


def _find(sandbox: Sandbox, ident: str) -> Object | None:
    try:
        return sessions.find(sandbox.store, ident)
    except Refusal:
        return None


def _outcome(sandbox: Sandbox, session: Object) -> Answer:
    chosen = request.form.get("outcome", "")
    if session["status"] == "complete":
        return redirect(success_url(session), 303)
    if session["status"] == "expired":
        return _page(sandbox, session)
    if chosen == "succeed":
        sessions.pay(sandbox.store, session)
        return redirect(success_url(session), 303)
    if chosen == "decline":
        sessions.decline(sandbox.store, session)
        return redirect(f"/pay/{session['id']}?lang={_language(session)}", 303)
    if chosen == "cancel":
        return redirect(_shop(sandbox, session), 303)
    return _note(sandbox, "unclear", 422, session)


def _page(sandbox: Sandbox, session: Object) -> Answer:
    if session["status"] != "open":
        return _note(sandbox, session["status"], 200 if session["status"] == "complete" else 410, session)
    language = _language(session)
    return _answer(
        sandbox,
        "pay.html",
        session=session,
        lines=sandbox.store["lines"][session["id"]],
        pay_by=words.moment(session["expires_at"], language),
        declined=sessions.was_declined(sandbox.store, session),
    )


def _note(sandbox: Sandbox, about: str, status: int, session: Object | None = None) -> Answer:
    back = success_url(session) if session and about == "complete" else _shop(sandbox, session)
    response = _answer(sandbox, "note.html", session=session, about=about, back=back)
    response.status_code = status
    return response


def _answer(sandbox: Sandbox, template: str, *, session: Object | None, **values: Any) -> Response:
    language = _language(session)
    response = make_response(
        render_template(
            template,
            lang=language,
            other="en" if language == "id" else "id",
            w=words.WORDS[language],
            rp=words.rupiah,
            session=session,
            **values,
        )
    )
    response.headers["Content-Security-Policy"] = _policy(sandbox, session)
    return response


def _policy(sandbox: Sandbox, session: Object | None) -> str:
    """Allow the form to lead on to the shop: ``form-action`` also judges the redirect after the POST."""
    urls = [sandbox.options.site_url]
    urls += [session[name] for name in ("success_url", "cancel_url") if session and session[name]]
    shops = " ".join(sorted({origin(url) for url in urls}))
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        f"form-action 'self' {shops}; base-uri 'none'; frame-ancestors 'none'"
    )


def _shop(sandbox: Sandbox, session: Object | None) -> str:
    return str((session or {}).get("cancel_url") or sandbox.options.site_url)


def _language(session: Object | None) -> str:
    return words.choose(request.args.get("lang"), (session or {}).get("locale"))
