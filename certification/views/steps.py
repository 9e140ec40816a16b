"""The steps of filing a certificate; each is saved by itself, so nothing is lost when the phone is put away."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from certification import filing, queries, services
from certification.forms import ItemsForm, NumberForm, ScanForm, VersionForm
from certification.models import Certificate
from certification.numbers import GRAMMARS, NumberAnswer, NumberContext, explain
from certification.permissions import SUBMIT_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts.access import require_actor, requires
from marketplace.adapters.files import FileStore
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, DomainError, Invalid, Unavailable
from marketplace.core.text import _l
from marketplace.files import services as files
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done

blueprint = Blueprint("steps", __name__)

STEPS = (
    ("number", _l("Number and days"), "certification/steps/number.html"),
    ("items", _l("Products"), "certification/steps/items.html"),
    ("scan", _l("Scan"), "certification/steps/scan.html"),
    ("send", _l("Check and submit"), "certification/steps/send.html"),
)
"""Endpoint, name and template of each step, in order."""


@blueprint.route("/sertifikat/<code>/nomor", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
def number(code: str) -> ResponseReturnValue:
    """Step 1: the number with its days, or the receipt of the application."""
    certificate = _editable(code)
    if isinstance(certificate, str):
        return redirect(certificate)
    receipt = "receipt" if certificate.application_receipt and not certificate.number else "paper"
    form = NumberForm(obj=certificate, data={"filed_as": receipt, "version": str(certificate.version)})
    row = scheme(certificate.scheme)
    form.fit(row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.certificate_of(session, require_actor(), code)
                identity = form.identity()
                services.save_identity(session, require_actor(), fresh, identity, version=form.seen(), now=now())
        except (Conflict, Invalid) as error:
            return _refused(form, error, code, "number", explained=_explained(certificate, form))
        return redirect(url_for("steps.items" if row.is_of_goods else "steps.scan", code=code))
    return _page(form, certificate, "number", explained=_explained(certificate, form))


@blueprint.route("/sertifikat/<code>/produk", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
def items(code: str) -> ResponseReturnValue:
    """Step 2: the product names on the paper."""
    certificate = _editable(code)
    if isinstance(certificate, str):
        return redirect(certificate)
    if not scheme(certificate.scheme).is_of_goods:
        return redirect(url_for("steps.scan", code=code))
    names = "\n".join(item.name for item in certificate.items)
    form = ItemsForm(data={"items": names, "version": str(certificate.version)})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.certificate_of(session, require_actor(), code)
                services.save_items(session, require_actor(), fresh, form.names(), version=form.seen())
        except (Conflict, Invalid) as error:
            return _refused(form, error, code, "items")
        return redirect(url_for("steps.scan", code=code))
    return _page(form, certificate, "items")


@blueprint.route("/sertifikat/<code>/pindaian", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
@limited(UPLOAD)
def scan(code: str) -> ResponseReturnValue:
    """Step 3: the scan. Without a new file the one that is there stays."""
    certificate = _editable(code)
    if isinstance(certificate, str):
        return redirect(certificate)
    form = ScanForm(version=str(certificate.version))
    if form.validate_on_submit():
        if not form.scan.data and certificate.file_id is not None:
            return redirect(url_for("steps.send", code=code))
        try:
            _keep_scan(form, code)
        except (Conflict, Invalid, Unavailable) as error:
            return _refused(form, _beside(error), code, "scan")
        return redirect(url_for("steps.send", code=code))
    return _page(form, certificate, "scan")


@blueprint.route("/sertifikat/<code>/kirim", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
def send(code: str) -> ResponseReturnValue:
    """Step 4: look it over and submit it."""
    certificate = _editable(code)
    if isinstance(certificate, str):
        return redirect(certificate)
    form = VersionForm(version=str(certificate.version))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.certificate_of(session, require_actor(), code)
                services.submit(session, require_actor(), fresh, version=form.seen(), now=now())
        except (Conflict, Invalid) as error:
            return _refused(form, error, code, "send")
        done(_("Submitted. An official checks it, usually within three working days."))
        return redirect(url_for("holder.show", code=code))
    return _page(form, certificate, "send")


def _editable(code: str) -> Certificate | str:
    """Return the cooperative's own record, or the address of its page where it cannot be changed now."""
    certificate = queries.certificate_of(reading(), require_actor(), code)
    return certificate if certificate.state in services.EDITABLE else url_for("holder.show", code=code)


def _keep_scan(form: ScanForm, code: str) -> None:
    upload = form.scan.data
    if not upload or not upload.filename:
        raise Invalid.field("scan", _l("Choose the scan or photo of the paper."))
    store: FileStore = current_app.extensions["private_files"]
    prepared = files.prepare(upload.read(), upload.filename, store)
    with transaction() as session:
        fresh = queries.certificate_of(session, require_actor(), code)
        file = files.keep(session, require_actor(), prepared, now=now())
        services.attach_scan(session, require_actor(), fresh, file, version=form.seen())


def _beside(error: DomainError) -> DomainError:
    """Put what is wrong with an upload beside its field."""
    if isinstance(error, Conflict) or error.errors:
        return error
    error.errors = {"scan": error.message}
    return error


def _explained(certificate: Certificate, form: NumberForm) -> NumberAnswer | None:
    """Explain what stands in the number's field; None while it is empty."""
    if not form.number.data:
        return None
    context = NumberContext(
        region_code=certificate.producer.region_code,
        issued_on=form.issued_on.data,
        valid_until=form.valid_until.data if "valid_until" in form else None,
    )
    return explain(certificate.scheme, form.number.data, context=context, today=jakarta_day(now()))


def _refused(form: VersionForm, error: DomainError, code: str, step: str, **more: Any) -> ResponseReturnValue:
    form.refuse(error)
    forget_reading()
    certificate = queries.certificate_of(reading(), require_actor(), code)
    if isinstance(error, Conflict):
        if certificate.state not in services.EDITABLE:
            return redirect(url_for("holder.show", code=code))
        form.renew(certificate.version)
    return _page(form, certificate, step, error.status, **more)


def _page(form: VersionForm, certificate: Certificate, step: str, status: int = 0, **more: Any) -> ResponseReturnValue:
    row, day = scheme(certificate.scheme), jakarta_day(now())
    steps = [part for part in STEPS if row.is_of_goods or part[0] != "items"]
    position = next(place for place, part in enumerate(steps) if part[0] == step)
    filed = queries.filing_of(certificate)
    page = render_template(
        steps[position][2],
        form=form,
        certificate=certificate,
        scheme=row,
        steps=[(label, url_for(f"steps.{endpoint}", code=certificate.code)) for endpoint, label, _template in steps],
        position=position + 1,
        gaps=filing.gaps(filed, day),
        remarks=filing.remarks(filed.scheme, filed.identity, region=filed.region, today=day) if step == "send" else (),
        explains_live=row.is_public and row.code in GRAMMARS,
        **more,
    )
    return page, status or (Invalid.status if form.errors else 200)
