"""For everybody: the proof of one certificate, and the check of a number."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import queries
from certification.forms import CheckForm
from certification.lifecycle import CertificateState
from certification.marking import evidence_name
from certification.numbers import GRAMMARS, explain
from certification.schemes import SCHEMES, scheme
from certification.status import is_not_yet_valid, is_valid
from marketplace.accounts.access import public
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import reading
from marketplace.web.pages import PER_PAGE, Page, page_number

blueprint = Blueprint("proof", __name__)


@blueprint.get("/s/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Say how a certificate stands today, and who checked it, when, against what."""
    if code != code.upper():
        return redirect(url_for("proof.show", code=code.upper()))
    day = jakarta_day(now())
    certificate = queries.proof(reading(), code)
    status = queries.status_of(certificate, day)
    return render_template(
        "certification/proof/show.html",
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        status=status,
        valid=is_valid(status),
        begins_later=is_not_yet_valid(queries.facts_of(certificate), day),
        was_verified=certificate.state == CertificateState.VERIFIED,
        checked_against=evidence_name(certificate.register),
        today=day,
    )


@blueprint.get("/cek")
@public
def check() -> ResponseReturnValue:
    """Explain a number by its form, and find the certificates here that carry it."""
    form, day = CheckForm(request.args), jakarta_day(now())
    kind = form.scheme.data if form.scheme.data in GRAMMARS else "halal"
    form.scheme.data = kind
    page, answer = page_number(), None
    found: Page[object] = Page([], page, PER_PAGE, 0)
    statuses = {}
    if form.number.data:
        answer = explain(kind, form.number.data, today=day)
        rows, total = queries.proofs(reading(), answer.normalized, kind, page=page, per_page=PER_PAGE)
        found = Page(rows, page, PER_PAGE, total)
        statuses = {row.id: queries.status_of(row, day) for row in rows}
    return render_template(
        "certification/proof/check.html",
        form=form,
        kind=kind,
        answer=answer,
        page=found,
        statuses=statuses,
        schemes=SCHEMES,
    )
