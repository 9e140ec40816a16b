"""The composition root: makes the app and plugs in the four packages, which it knows by name only."""

from importlib import import_module

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from marketplace.accounts import access
from marketplace.config import FEATURES, Settings
from marketplace.db import Database
from marketplace.web import (
    api,
    api_writing,
    assets,
    compression,
    errors,
    forms,
    i18n,
    limiting,
    looks,
    reporting,
    routing,
    security,
)
from marketplace.web import database as doors
from marketplace.web.proxies import TrustedProxies

MAX_UPLOAD_BYTES = 32 * 1024 * 1024
"""Of a whole request; each upload has its own, smaller limit."""


def create_app(settings: Settings) -> Flask:
    """Make the site. The caller has checked the settings; the database is opened at first use."""
    reporting.start(settings)
    app = Flask("marketplace", template_folder=str(assets.folder("templates")), static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=500,
        TEMPLATES_AUTO_RELOAD=False,
    )
    routing.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    doors.init_app(app, Database(settings.database_url))
    app.extensions["csrf"] = CSRFProtect(app)
    compression.init_app(app)
    errors.init_app(app)
    security.init_app(app, settings)
    i18n.init_app(app)
    assets.init_app(app)
    looks.init_app(app)
    forms.init_app(app)
    limiting.init_app(app)  # before the guard, so that what it refuses is counted too
    access.init_app(app)
    api.init_app(app)
    api_writing.init_app(app)
    for name in FEATURES:
        import_module(f"{name}.wiring").init_app(app)
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    return app
