"""The screen of a booth: proofs in large letters, to be kept on the device; the same for everybody, of no person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from catalog.fairs import queries
from catalog.fairs.queries import Stand
from catalog.fairs.screen import Shown, shown_at
from certification.looks import BADGES
from certification.status import is_valid
from marketplace.accounts.access import public
from marketplace.adapters import qr
from marketplace.core.clock import JAKARTA, jakarta_day, now
from marketplace.web.database import calm, reading
from marketplace.web.i18n import _, addressed_language, long_day

blueprint = Blueprint("booth_screen", __name__)


@blueprint.get("/pameran/<slug>/<code>/layar")
@public
def show(slug: str, code: str) -> ResponseReturnValue:
    """Show the products of a booth with their proofs as they stand at this moment."""
    at = now()
    stand, shown = _read(slug, code, at)
    calm()
    with force_locale(addressed_language()):
        page = render_template(
            "catalog/fairs/screen.html",
            stand=stand,
            fair=stand.booth.fair,
            booth=stand.booth,
            known=_known(stand, shown, at),
            at=at,
            tongue=addressed_language(),
            qr=qr.inline(url_for("fairs.booth", slug=stand.booth.fair.slug, code=stand.booth.code, _external=True)),
        )
    return _fresh(make_response(page))


@blueprint.get("/pameran/<slug>/<code>/bukti.json")
@public
def proofs(slug: str, code: str) -> Response:
    """Give the proofs of a booth as they stand at this moment, for its screen."""
    at = now()
    stand, shown = _read(slug, code, at)
    calm()
    with force_locale(addressed_language()):
        return _fresh(jsonify(_known(stand, shown, at)))


def _read(slug: str, code: str, at: datetime) -> tuple[Stand, Mapping[int, Sequence[Shown]]]:
    session = reading()
    stand = queries.stand(session, slug, code)
    return stand, shown_at(session, stand, jakarta_day(at))


def _known(stand: Stand, shown: Mapping[int, Sequence[Shown]], at: datetime) -> dict[str, Any]:
    """Write what is known: the moment, and for each product its proofs in the reader's language."""
    return {
        "at": at.astimezone(JAKARTA).isoformat(timespec="seconds"),
        "products": {product.code: [_proof(one) for one in shown[product.id]] for product in stand.products},
    }


def _proof(shown: Shown) -> dict[str, Any]:
    badge, look = shown.badge, BADGES[shown.badge.status]
    return {
        "scheme": badge.scheme,
        "name": badge.short_name,
        "status": badge.status,
        "counts": is_valid(badge.status),
        "valid_until": badge.valid_until.isoformat() if badge.valid_until else None,
        "tone": look.tone,
        "icon": look.icon,
        "words": f"{badge.short_name} {str(look.words).lower()}",
        "detail": _detail(shown, badge.valid_until),
        "url": url_for("proof.show", code=badge.code),
    }


def _detail(shown: Shown, until: date | None) -> str:
    """Say the number, who checked it, and until when it holds."""
    parts = [shown.badge.number]
    if shown.proof.verified is not None:
        signed = shown.proof.verified
        parts.append(str(_("checked by %(office)s, %(day)s", office=signed.office, day=long_day(signed.at))))
    if until is not None:
        parts.append(str(_("until %(day)s", day=long_day(until))))
    return " · ".join(part for part in parts if part)


def _fresh(response: Response) -> Response:
    """Let no one on the way keep it: only the device on which somebody asks for that, and it tells the hour."""
    response.headers["Cache-Control"] = "no-cache"
    return response
