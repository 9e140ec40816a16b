"""Headers of every answer: strict Content-Security-Policy, no sniffing, no framing, private pages not kept."""

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from marketplace.config import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COOKIELESS = frozenset(
    {
        "static",
        "plumbing.media",
        "installable.manifest",
        "installable.worker",
        "installable.offline",
        "proof.qr_svg",
        "proof.qr_png",
        "booth_screen.show",
        "booth_screen.proofs",
    }
)
"""Endpoints whose answers are the same for everybody and may be kept, so that no cookie may come near them."""
HSTS = "max-age=31536000; includeSubDomains"


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; answers without a person in them neither set it nor vary by it."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie of a page."""
        if request.endpoint not in COOKIELESS:
            super().save_session(app, session, response)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the headers, and the cookie rules that go with the site's address."""
    app.session_interface = PageSessions()
    app.config.update(
        SESSION_COOKIE_NAME="__Host-sesi" if settings.is_https else "sesi",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_NAME="__Host-ingat" if settings.is_https else "ingat",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )

    @app.before_request
    def remember_transport() -> None:
        g.secure_cookies = settings.is_https

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
        if settings.is_https:
            headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint not in COOKIELESS:
            headers.setdefault("Cache-Control", "private, no-store" if g.get("actor") else "no-cache")
            response.vary.add("Cookie")
        return response
