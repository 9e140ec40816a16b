"""The holder's certificates: list, a new one, one certificate, taking one back."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import drafts, issuing, queries, renewing, scans, services
from certification.forms import StartForm, VersionForm
from certification.permissions import SUBMIT_CERTIFICATE
from certification.producers import own_producer
from certification.revocation.queries import open_on
from certification.schemes import SCHEMES, scheme
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.numbers import whole
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import PER_PAGE, Page, asked_words, done, page_number, warn

blueprint = Blueprint("holder", __name__)


@blueprint.get("/sertifikat")
@requires(SUBMIT_CERTIFICATE)
def index() -> ResponseReturnValue:
    """List the cooperative's certificates, the newest first."""
    number, words, day = page_number(), asked_words(), jakarta_day(now())
    found, total = queries.certificates_of(reading(), require_actor(), words=words, page=number, per_page=PER_PAGE)
    return render_template(
        "certification/holder/index.html",
        page=Page(found, number, PER_PAGE, total),
        words=words,
        schemes=SCHEMES,
        statuses={certificate.id: queries.shown_of(certificate, day) for certificate in found},
    )


@blueprint.route("/sertifikat/baru", methods=["GET", "POST"])
@requires(SUBMIT_CERTIFICATE)
def new() -> ResponseReturnValue:
    """Begin a certificate: which one and whose. The cooperative itself is offered from the start."""
    actor = require_actor()
    if request.method == "GET":
        with transaction() as session:
            own_producer(session, actor, now=now())
    wanted = request.args
    form = StartForm(scheme=wanted.get("scheme"), producer=whole(wanted.get("producer", "")))
    form.offer(queries.producers_of(reading(), actor))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                certificate = services.draft_certificate(
                    session, actor, form.producer.data, form.scheme.data, now=now()
                )
        except (Invalid, NotFound) as error:
            form.refuse(error)
        else:
            return redirect(url_for("steps.number", code=certificate.code))
    return render_template("certification/holder/start.html", form=form, schemes=SCHEMES), status_of(form)


@blueprint.get("/sertifikat/<code>")
@requires(SUBMIT_CERTIFICATE)
def show(code: str) -> ResponseReturnValue:
    """Show one certificate: how it stands, what was decided, what to do next."""
    return _page(code)


@blueprint.post("/sertifikat/<code>/tarik")
@requires(SUBMIT_CERTIFICATE)
def withdraw(code: str) -> ResponseReturnValue:
    """Take a submitted certificate back to change it."""
    actor, form = require_actor(), VersionForm()
    try:
        with transaction() as session:
            certificate = queries.certificate_of(session, actor, code)
            services.withdraw(session, actor, certificate, version=form.seen(), now=now())
    except Conflict as error:
        warn(error.message)
        forget_reading()
        return _page(code), error.status
    done(_("Taken back. Change what you need, then submit it again."))
    return redirect(url_for("steps.number", code=code))


def _page(code: str) -> str:
    session, day = reading(), jakarta_day(now())
    certificate = queries.certificate_of(session, require_actor(), code)
    chain = renewing.chain_of(session, certificate)
    return render_template(
        "certification/holder/show.html",
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        status=queries.status_of(certificate, day),
        shown=queries.shown_of(certificate, day),
        decisions=queries.decisions_of(session, certificate),
        scans=scans.scans_of(session, certificate),
        chain_rows=[(row, queries.shown_of(row, day)) for row in chain],
        following=renewing.successor_in(chain, certificate),
        hold=open_on(session, [certificate.id]).get(certificate.id) if certificate.on_hold else None,
        editable=certificate.state in services.EDITABLE,
        renewable=certificate.state in renewing.RENEWABLE,
        discardable=drafts.is_discardable(session, certificate),
        awaits_number=issuing.awaits_number(certificate),
    )
