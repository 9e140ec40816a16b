"""Who is asking: flask-login loaders for browsers and programs, and the guards that every route declares."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from marketplace.accounts import queries, session_rules, sessions
from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.core.errors import DomainError, NotAllowed
from marketplace.core.roles import Actor, Permission
from marketplace.core.text import _l
from marketplace.kept_forms import keeping
from marketplace.second_factor import queries as factors
from marketplace.web.database import database, is_calm, reading

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed-in"
FIGURES = "/metrics"
"""Prometheus asks here as the API's programs do: with a bearer token."""
ABOUT_ONESELF = "/akun"
"""Pages below this address stay open to somebody who must first set up a second factor."""


class Unauthenticated(DomainError):
    """Nobody is signed in, or the token is dead."""

    status = 401


class SignedIn(UserMixin):  # type: ignore[misc]
    """What flask-login keeps: the session token as the id, and who acts."""

    def __init__(self, token: str, actor: Actor, living: sessions.Living | None = None) -> None:
        self.token = token
        self.actor = actor
        self.living = living
        """The row behind the token, where it was read in this request."""

    def get_id(self) -> str:
        """Return what goes into the signed cookie: the token of the session, never the person's id."""
        return self.token


def init_app(app: Flask) -> None:
    """Set up the loaders and refuse, before anything runs, every route that declares no guard."""
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)  # its own would ask the database on calm pages too
    manager.session_protection = None  # the token is random and dies in the database; addresses change on phones
    manager.user_loader(_by_session)
    app.before_request(_guard)
    app.after_request(_note_seen)
    app.context_processor(lambda: {"actor": None if is_calm() else current_actor(), "can": can})


def current_actor() -> Actor | None:
    """Return who is asking: by the session of a page, by the bearer token of the API; None for a stranger."""
    if "actor" not in g:
        g.actor = _by_bearer() if is_for_programs() else _by_page()
    actor: Actor | None = g.actor
    return actor


def is_for_programs() -> bool:
    """Tell whether programs ask at this address: they come with a bearer token and read problem details."""
    return request.path.startswith("/api/") or request.path == FIGURES


def require_actor() -> Actor:
    """Return who is asking; raise ``Unauthenticated`` for a stranger."""
    actor = current_actor()
    if actor is None:
        raise Unauthenticated("unauthenticated", _l("Sign in first."))
    return actor


def can(name: str) -> bool:
    """Tell whether the asker holds a permission: for templates."""
    actor = None if is_calm() else current_actor()
    return actor is not None and actor.can(Permission(name))


def public(view: View) -> View:
    """Mark a route that strangers may use."""
    view.__dict__["guard"] = PUBLIC
    return view


def signed_in(view: View) -> View:
    """Mark a route for anybody who is signed in, with or without an approved organisation."""
    view.__dict__["guard"] = SIGNED_IN
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a route for holders of a permission."""

    def mark(view: View) -> View:
        view.__dict__["guard"] = permission
        return view

    return mark


def fresh(view: View) -> View:
    """Mark a route for people who proved lately who they are; stands below the guard.

    A sign-in that is older than ``FRESH_FOR`` is sent to prove itself and comes back to the page it was on.
    """
    view.__dict__["fresh"] = True
    return view


def guard_of(view: Callable[..., Any]) -> str | None:
    """Return what a view function declares, or None."""
    return getattr(view, "guard", None)


def remember(token: str, actor: Actor) -> None:
    """Put a fresh session token into the browser's cookie, and let forms begin with a CSRF token of their own."""
    session.pop("csrf_token", None)
    login_user(SignedIn(token, actor))
    g.pop("actor", None)


def renew(token: str) -> None:
    """Put the new token of the same sign-in into the cookie; forms that stand open stay good."""
    login_user(SignedIn(token, require_actor()))


def forget() -> str | None:
    """Empty the browser's cookie and return the session token that was in it."""
    token = session_token()
    logout_user()
    session.clear()
    g.pop("actor", None)
    return token


def session_token() -> str | None:
    """Return the token of the browser's session, or None."""
    return getattr(current_user, "token", None)


def session_id() -> int | None:
    """Return the id of the browser's sign-in, or None."""
    found: sessions.Living | None = getattr(current_user, "living", None)
    return found.id if found else None


def _guard() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static" or endpoint.endswith(".static"):
        return None
    view = current_app.view_functions[endpoint]
    guard = guard_of(view)
    if guard == PUBLIC:
        if "Authorization" in request.headers and is_for_programs():
            current_actor()  # a dead token is told so here too, before its program relies on it
        return None
    if guard is None:
        raise NotAllowed("undeclared", "this route declares no permission")
    actor = current_actor()
    if actor is None:
        return _to_sign_in()
    if lacks_factor(actor) and not (guard == SIGNED_IN and request.path.startswith(ABOUT_ONESELF)):
        return redirect(url_for("security.show"))
    if guard != SIGNED_IN:
        actor.check(Permission(guard))
    if getattr(view, "fresh", False) and not session_rules.is_fresh(_proved_at(), now()):
        return redirect(url_for("second_factor.prove", lanjut=keeping.keep() or _way_back()))
    return None


def lacks_factor(actor: Actor) -> bool:
    """Tell whether the site requires a second factor of the actor's role (``REQUIRE_MFA``) and there is none."""
    settings: Settings = current_app.config["SETTINGS"]
    required = settings.require_mfa and session_rules.needs_factor(actor.roles)
    return required and not factors.is_on(reading(), actor.user_id)


def _proved_at() -> datetime | None:
    found: sessions.Living | None = getattr(current_user, "living", None)
    return found.proved_at if found else None


def _note_seen(response: Response) -> Response:
    """Note that the sign-in was used. After the view: its own transaction is over then, so neither waits."""
    found: sessions.Living | None = g.get("living")
    if found is not None and not is_calm():
        sessions.see(database(), found, now=now())
    return response


def _to_sign_in() -> ResponseReturnValue:
    if is_for_programs():
        raise Unauthenticated("unauthenticated", _l("A bearer token is needed."))
    return redirect(url_for("session.sign_in", lanjut=keeping.keep() or _way_back()))


def _way_back() -> str:
    """Return where to go on after signing in: this page, or the page whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host and before.path else "/"


def _by_session(token: str) -> SignedIn | None:
    g.living = sessions.living(reading(), token, now=now())
    return SignedIn(token, g.living.actor, g.living) if g.living else None


def _by_page() -> Actor | None:
    return current_user.actor if current_user.is_authenticated else None


def _by_bearer() -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return None
    actor = queries.actor_by_token(reading(), token.strip())
    if actor is None:
        raise Unauthenticated("dead_token", _l("This token is unknown or revoked."))
    if lacks_factor(actor):
        raise NotAllowed("second_factor_missing", _l("Whoever made this token must first set up a code at sign-in."))
    return actor
