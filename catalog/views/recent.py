"""Remembering in the browser which products were seen lately, and forgetting them."""

from collections.abc import Sequence

from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from catalog import recent
from catalog.models import Product
from catalog.queries import public_by_codes
from marketplace.accounts.access import public
from marketplace.accounts.forms import EmptyForm
from marketplace.web.database import reading
from marketplace.web.i18n import _
from marketplace.web.pages import done, safe_target

blueprint = Blueprint("recent", __name__)


@blueprint.post("/terakhir-dilihat/hapus")
@public
def clear() -> ResponseReturnValue:
    """Forget what was seen; then back to the page."""
    EmptyForm().validate()
    session.pop(recent.KEY, None)
    done(_("Forgotten."))
    return redirect(safe_target(request.form.get("lanjut")))


def remember_seen(code: str) -> None:
    """Keep a product's code; the cookie is written only where something changes."""
    codes = recent.with_seen(session.get(recent.KEY), code)
    if codes != session.get(recent.KEY):
        session[recent.KEY] = codes


def recently_seen(but: str = "") -> Sequence[Product]:
    """Return the products that this browser has seen lately and that are on sale still, the last one first."""
    codes = [code for code in recent.seen_codes(session.get(recent.KEY)) if code != but]
    found = public_by_codes(reading(), codes)
    return [found[code] for code in codes if code in found]
