"""The holder's record after it was sent: its renewal, the paper that has come, and throwing an unsent draft away."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from certification import drafts, issuing, queries, renewing
from certification.forms import IssuedForm, VersionForm
from certification.issuing import IssuedPaper
from certification.models import Certificate
from certification.numbers import NumberContext, explain
from certification.permissions import SUBMIT_CERTIFICATE
from certification.schemes import scheme
from marketplace.accounts.access import require_actor, requires
from marketplace.adapters.files import FileStore
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound, Unavailable
from marketplace.core.numbers import whole
from marketplace.files import services as files
from marketplace.files.access import visible
from marketplace.files.models import StoredFile
from marketplace.limits.rules import UPLOAD
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done, warn

blueprint = Blueprint("records", __name__)


@blueprint.post("/sertifikat/<code>/perbarui")
@requires(SUBMIT_CERTIFICATE)
def renew(code: str) -> ResponseReturnValue:
    """Begin the record that follows this one, or go on with the one that is under way."""
    try:
        with transaction() as session:
            certificate = queries.certificate_of(session, require_actor(), code)
            fresh = renewing.renew(session, require_actor(), certificate, now=now())
    except Conflict as error:
        warn(error.message)
        return redirect(url_for("holder.show", code=code))
    return redirect(url_for("steps.number", code=fresh.code))


@blueprint.route("/sertifikat/<code>/hapus", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
def discard(code: str) -> ResponseReturnValue:
    """Ask, then throw a draft away that was never sent."""
    certificate = queries.certificate_of(reading(), require_actor(), code)
    if not drafts.is_discardable(reading(), certificate):
        warn(_("This was sent once, so it is kept. Only drafts that were never sent can go."))
        return redirect(url_for("holder.show", code=code))
    form = VersionForm(version=str(certificate.version))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.certificate_of(session, require_actor(), code)
                names = drafts.discard(session, require_actor(), fresh, version=form.seen(), now=now())
        except Conflict as error:
            form.refuse(error)
            forget_reading()
            form.renew(queries.certificate_of(reading(), require_actor(), code).version)
            return _discard_page(code, form), error.status
        store: FileStore = current_app.extensions["private_files"]
        for name in names:
            store.delete(name)
        done(_("The draft is gone."))
        return redirect(url_for("holder.index"))
    return _discard_page(code, form), status_of(form)


@blueprint.route("/sertifikat/<code>/terbit", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
@limited(UPLOAD)
def issued(code: str) -> ResponseReturnValue:
    """The paper of an application has come: number, days, names and scan on one page, sent in one step."""
    certificate = queries.certificate_of(reading(), require_actor(), code)
    if not issuing.awaits_number(certificate):
        return redirect(url_for("holder.show", code=code))
    names = "\n".join(item.name for item in certificate.items)
    form = IssuedForm(version=str(certificate.version), items=names, issuer=certificate.issuer)
    form.fit(scheme(certificate.scheme))
    if form.validate_on_submit():
        try:
            _keep_upload(form)
            with transaction() as session:
                fresh = queries.certificate_of(session, require_actor(), code)
                paper = IssuedPaper(identity=form.identity(), items=form.names(), file=_kept(session, form))
                issuing.add_number(session, require_actor(), fresh, paper, version=form.seen(), now=now())
        except Conflict as error:
            form.refuse(error)
            forget_reading()
            certificate = queries.certificate_of(reading(), require_actor(), code)
            if not issuing.awaits_number(certificate):
                warn(error.message)
                return redirect(url_for("holder.show", code=code))
            form.renew(certificate.version)
            return _issued_page(certificate, form), error.status
        except (Invalid, Unavailable) as error:
            forget_reading()
            form.refuse(error)
            return _issued_page(certificate, form), error.status
        else:
            done(_("Submitted. An official checks it, usually within three working days."))
            return redirect(url_for("holder.show", code=code))
    return _issued_page(certificate, form), status_of(form)


def _keep_upload(form: IssuedForm) -> None:
    """Keep a chosen file at once, so that a slip in another field does not cost the upload. Raises ``Invalid``."""
    upload = form.scan.data
    if not upload or not upload.filename:
        return
    store: FileStore = current_app.extensions["private_files"]
    try:
        prepared = files.prepare(upload.read(), upload.filename, store)
    except (Invalid, Unavailable) as error:
        error.errors = error.errors or {"scan": error.message}
        raise
    with transaction() as session:
        file = files.keep(session, require_actor(), prepared, now=now())
    form.kept.data = str(file.id)


def _kept(session: Session, form: IssuedForm) -> StoredFile | None:
    """Return the file that was chosen now or before a slip elsewhere; a strange one is none."""
    try:
        return visible(session, require_actor(), whole(form.kept.data or "", -1))
    except NotFound:
        return None


def _discard_page(code: str, form: VersionForm) -> str:
    certificate = queries.certificate_of(reading(), require_actor(), code)
    return render_template(
        "certification/holder/discard.html",
        form=form,
        certificate=certificate,
        scheme=scheme(certificate.scheme),
    )


def _issued_page(certificate: Certificate, form: IssuedForm) -> str:
    row, day = scheme(certificate.scheme), jakarta_day(now())
    context = NumberContext(
        region_code=certificate.producer.region_code, issued_on=form.issued_on.data, valid_until=form.valid_until.data
    )
    typed = form.number.data
    return render_template(
        "certification/holder/issued.html",
        form=form,
        certificate=certificate,
        scheme=row,
        explained=explain(row.number_scheme, typed, context=context, today=day) if typed else None,
        file=_kept(reading(), form),
    )
