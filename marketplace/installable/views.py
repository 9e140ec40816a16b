"""The manifest, the service worker and the page for times without a connection. None of them knows a person."""

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, url_for
from flask_babel import force_locale

from marketplace.accounts.access import public
from marketplace.installable.shell import ICONS, worker_script
from marketplace.web.assets import static_url
from marketplace.web.database import calm
from marketplace.web.i18n import LANGUAGES, _, addressed_language

blueprint = Blueprint("installable", __name__)
PAPER, INDIGO = "#f7f6f2", "#182d5e"
"""Ground and ribbon of the site (static/css/tokens.css)."""


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Say how the site looks as an app."""
    settings = current_app.config["SETTINGS"]
    small, large, maskable = (static_url(name) for name in ICONS)
    with force_locale(LANGUAGES[0]):
        description = _("Where village cooperatives offer their products to modern retail and state companies.")
    response = jsonify(
        name=settings.site_name,
        short_name=settings.site_name[:12].strip(),
        description=description,
        lang=LANGUAGES[0],
        dir="ltr",
        id="/",
        start_url="/?sumber=aplikasi",
        scope="/",
        display="standalone",
        background_color=PAPER,
        theme_color=INDIGO,
        icons=[
            {"src": small, "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": large, "sizes": "512x512", "type": "image/png", "purpose": "any"},
            {"src": maskable, "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """Send the service worker; asked anew each time, so that a new version of the site replaces the old one."""
    response = make_response(worker_script(url_for("installable.offline", bahasa=addressed_language())))
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/luring")
@public
def offline() -> Response:
    """Say that there is no connection. The only page that browsers keep, so nothing in it is about a person."""
    calm()
    with force_locale(addressed_language()):
        response = make_response(render_template("marketplace/offline.html"))
    response.headers["Cache-Control"] = "no-cache"
    return response
