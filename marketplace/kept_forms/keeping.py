"""Which forms are kept when they come too late, and where the browser is sent for them."""

import re
from urllib.parse import urlsplit

import flask
from flask import current_app, request, url_for

from marketplace.core.clock import now
from marketplace.kept_forms import services
from marketplace.kept_forms.services import Filled, Pair
from marketplace.limits import rules
from marketplace.limits.counting import Counter, TooMany
from marketplace.web.database import transaction
from marketplace.web.proxies import countable

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NAME = "kept_form"
"""Name of the value in the signed cookie: the random token of the form."""
LARGEST_BYTES = 64 * 1024
"""Of names and values together; files do not count, they are not kept."""
SECRET = re.compile(r"pass|sandi|^(csrf_token|old|code|kode|token|pin|otp)$", re.IGNORECASE)
"""Fields that are never kept: what proves who somebody is, and tokens of forms."""
DOORS = ("/masuk", "/keluar", "/akun/buktikan", "/sandi-baru", "/undangan")
"""Addresses whose forms say nothing but who somebody is: there is nothing in them to lose."""


def keep() -> str | None:
    """Keep the form of this request and return where it waits; None where there is none worth keeping.

    Kept is the text that the visitor's own page of this site sent: no files, no passwords, at most 64 KB. The browser
    itself says where a form came from, so that no other site can have one sent in the visitor's name.
    """
    if request.method != "POST" or request.path.startswith(("/api/", *DOORS)) or not _is_own_page():
        return None
    if request.mimetype not in FORMS:
        return None
    fields: list[Pair] = [(name, value) for name, value in request.form.items(multi=True) if not SECRET.search(name)]
    if not fields or sum(len((name + value).encode()) for name, value in fields) > LARGEST_BYTES:
        return None
    if _is_flood():
        return None
    chosen = dict.fromkeys(name for name, file in request.files.items(multi=True) if file.filename)
    dead_session = str(flask.session.get("_user_id", ""))
    form = Filled(path=request.full_path.rstrip("?")[:2000], fields=fields, file_fields=list(chosen))
    with transaction() as session:
        flask.session[NAME] = services.keep(session, form, dead_session=dead_session, now=now())
    return url_for("kept_forms.show")


def _is_flood() -> bool:
    counter: Counter = current_app.extensions["counter"]
    try:
        counter.hit(rules.KEPT_FORM, countable(request.remote_addr), now=now())
    except TooMany:
        return True
    return False


def _is_own_page() -> bool:
    """Tell whether the form was sent by a page of this site, as the browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host
