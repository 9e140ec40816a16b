"""For everybody: the proof of one certificate, its QR code to print, and the check of any number."""

from collections.abc import Sequence
from datetime import date, datetime, time

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import queries
from certification.forms import CheckForm
from certification.marking import evidence_name
from certification.numbers import GRAMMARS
from certification.proof import checking
from certification.proof.linked_data import Paper, Thing, certification
from certification.proof.queries import Proof, proof_of
from marketplace.accounts.access import public
from marketplace.adapters import qr
from marketplace.core.clock import JAKARTA, jakarta_day, now
from marketplace.core.numbers import whole
from marketplace.web.caching import kept_briefly
from marketplace.web.database import reading
from marketplace.web.pages import page_number

blueprint = Blueprint("proof", __name__)

SMALLEST, USUAL, LARGEST = 120, 480, 2000
"""Pixels a side of a QR code as a picture."""
ONE_DAY = 24 * 3600


@blueprint.get("/s/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Say how a certificate stands today, and who checked it, when, against what."""
    if code != code.upper():
        return redirect(url_for("proof.show", code=code.upper()))
    session, day = reading(), jakarta_day(now())
    proof = proof_of(session, queries.proof(session, code), day)
    page = render_template(
        "certification/proof/show.html",
        proof=proof,
        certificate=proof.certificate,
        scheme=proof.scheme,
        status=proof.status,
        checked_against=evidence_name(proof.register),
        linked_data=certification(_paper(proof)),
        today=day,
    )
    return kept_briefly(make_response(page), changed=_changed(proof, day))


@blueprint.get("/s/<code>/qr.svg")
@public
def qr_svg(code: str) -> Response:
    """Draw the QR code that leads to a proof, to scale to any size."""
    return _picture(qr.svg_file(_address(code)), "image/svg+xml", f"qr-{code}.svg")


@blueprint.get("/s/<code>/qr.png")
@public
def qr_png(code: str) -> Response:
    """Draw the QR code that leads to a proof as a picture of ``?ukuran=`` pixels a side."""
    wanted = whole(request.args.get("ukuran", ""), USUAL) or USUAL
    pixels = min(max(wanted, SMALLEST), LARGEST)
    return _picture(qr.png_file(_address(code), pixels=pixels), "image/png", f"qr-{code}.png")


@blueprint.get("/cek")
@public
def check() -> ResponseReturnValue:
    """Explain any number by its form, and find the certificates here that carry it."""
    form = CheckForm(request.args)
    kind = form.scheme.data if form.scheme.data in GRAMMARS else ""
    form.scheme.data = kind
    text = (form.number.data or "").strip()
    day = jakarta_day(now())
    found = checking.check(reading(), text, kind, page=page_number(), day=day) if text else None
    return render_template("certification/proof/check.html", form=form, kind=kind, text=text, found=found)


def _address(code: str) -> str:
    """Return the address of a proof that exists; raise ``NotFound``."""
    return url_for("proof.show", code=queries.proof(reading(), code).code, _external=True)


def _picture(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response


def _changed(proof: Proof, day: date) -> datetime:
    """Return since when a proof says what it says: the last decision, or the beginning of the day it speaks of."""
    certificate = proof.certificate
    moments = [moment for moment in (certificate.submitted_at, certificate.decided_at) if moment is not None]
    return max([*moments, datetime.combine(day, time(), JAKARTA)])


def _paper(proof: Proof) -> Paper:
    certificate = proof.certificate
    return Paper(
        url=url_for("proof.show", code=certificate.code, _external=True),
        name=str(proof.scheme.name),
        number=certificate.number,
        issuer=certificate.issuer,
        holder=certificate.producer.name,
        status=proof.status,
        goods=_things(proof),
        checked_on=jakarta_day(proof.verified.at) if proof.verified else None,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
    )


def _things(proof: Proof) -> Sequence[Thing]:
    """Return the names on the paper; one that is on sale leads to its page."""
    pages = {goods.printed_name: goods.path for goods in proof.goods}
    root = request.url_root.rstrip("/")
    return [
        Thing(name=item.name, url=root + pages[item.name] if item.name in pages else "")
        for item in proof.certificate.items
    ]
