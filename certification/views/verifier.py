"""The official's desk: the queue, one record beside its scan, the decision, revoking."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import decisions, queries
from certification.forms import ReviewForm, RevokeForm
from certification.lifecycle import CertificateState
from certification.models import Certificate, Verdict
from certification.numbers import NumberContext, explain
from certification.permissions import REVOKE_CERTIFICATE, VERIFY_CERTIFICATE
from certification.schemes import SCHEMES, scheme
from certification.status import is_not_yet_valid
from certification.twins import twins, twins_of
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import _l
from marketplace.core.working_days import deadline
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import PER_PAGE, Page, done, page_number

blueprint = Blueprint("verifier", __name__)

TARGET_WORKING_DAYS = 3
"""The service level that the queue shows; nothing follows from it."""

TABS = ("papers", "applications", "decided")
DECIDED = {
    Verdict.VERIFIED: _l("%(scheme)s of %(holder)s is verified."),
    Verdict.NEEDS_CORRECTION: _l("A correction of %(scheme)s of %(holder)s is asked for."),
    Verdict.REJECTED: _l("%(scheme)s of %(holder)s is rejected."),
}


@blueprint.get("/periksa")
@requires(VERIFY_CERTIFICATE)
def queue() -> ResponseReturnValue:
    """List what waits, longest first; in other tabs the applications and what was decided."""
    session, number, moment = reading(), page_number(), now()
    tab = request.args.get("tab") if request.args.get("tab") in TABS else TABS[0]
    if tab == "decided":
        found, total = queries.decided(session, page=number, per_page=PER_PAGE)
    else:
        applications = tab == "applications"
        found, total = queries.waiting(session, applications=applications, page=number, per_page=PER_PAGE)
    due = {row.id: deadline(row.submitted_at, TARGET_WORKING_DAYS) for row in found if row.submitted_at is not None}
    return render_template(
        "certification/verifier/queue.html",
        tab=tab,
        page=Page(found, number, PER_PAGE, total),
        counts=[queries.waiting_count(session), queries.waiting_count(session, applications=True)],
        due=due,
        late={key for key, end in due.items() if end < moment},
        twins=twins_of(session, found) if tab != "decided" else {},
        statuses={row.id: queries.status_of(row, jakarta_day(moment)) for row in found},
        schemes=SCHEMES,
        first=queries.next_waiting(session, require_actor()),
    )


@blueprint.route("/periksa/<code>", methods=["GET", "POST"])
@requires(VERIFY_CERTIFICATE)
def review(code: str) -> ResponseReturnValue:
    """Show a record beside its scan and take the decision; then the next one that waits."""
    actor = require_actor()
    form = ReviewForm.of(queries.for_review(reading(), actor, code))
    if form.validate_on_submit():
        draft = form.draft()
        try:
            with transaction() as session:
                certificate = queries.for_review(session, actor, code)
                decisions.decide(session, actor, certificate, draft, now=now())
                message = _decided(certificate, draft.verdict)
        except Conflict as error:
            form.refuse(error)
            return _review_page(code, form), error.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(message)
            return redirect(_next(certificate))
    return _review_page(code, form), status_of(form)


@blueprint.route("/periksa/<code>/cabut", methods=["GET", "POST"])
@requires(REVOKE_CERTIFICATE)
def revoke(code: str) -> ResponseReturnValue:
    """Take a verified record out of force, with a reason, on a page of its own."""
    actor = require_actor()
    certificate = queries.for_review(reading(), actor, code)
    form = RevokeForm(version=str(certificate.version))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.for_review(session, actor, code)
                decisions.revoke(session, actor, fresh, form.reason.data or "", version=form.seen(), now=now())
        except Conflict as error:
            forget_reading()
            form.refuse(error)
            certificate = queries.for_review(reading(), actor, code)
            form.renew(certificate.version)
            return _revoke_page(certificate, form), error.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Revoked. It is shown as revoked at once."))
            return redirect(url_for("proof.show", code=code))
    return _revoke_page(certificate, form), status_of(form)


def _decided(certificate: Certificate, verdict: Verdict) -> str:
    values = {"scheme": scheme(certificate.scheme).short_name, "holder": certificate.producer.name}
    return str(DECIDED[verdict]) % values


def _next(certificate: Certificate) -> str:
    """Return the address of the next record in the queue, from its beginning again after the last one."""
    forget_reading()
    session, actor = reading(), require_actor()
    found = queries.next_waiting(session, actor, after=certificate) or queries.next_waiting(session, actor)
    return url_for("verifier.review", code=found.code) if found is not None else url_for("verifier.queue")


def _review_page(code: str, form: ReviewForm) -> str:
    forget_reading()
    session, actor, moment = reading(), require_actor(), now()
    certificate = queries.for_review(session, actor, code)
    row, day = scheme(certificate.scheme), jakarta_day(moment)
    context = NumberContext(
        region_code=certificate.producer.region_code,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
    )
    number = certificate.number
    following = queries.next_waiting(session, actor, after=certificate)
    return render_template(
        "certification/verifier/review.html",
        form=form,
        certificate=certificate,
        scheme=row,
        status=queries.status_of(certificate, day),
        open=certificate.state == CertificateState.SUBMITTED,
        begins_later=is_not_yet_valid(queries.facts_of(certificate), day),
        own=decisions.is_own(session, actor, certificate),
        late=certificate.submitted_at is not None and deadline(certificate.submitted_at, TARGET_WORKING_DAYS) < moment,
        explained=explain(row.number_scheme, number, context=context, today=day) if number else None,
        twins=twins(session, certificate),
        decisions=queries.decisions_of(session, certificate),
        waiting=queries.waiting_count(session),
        following=following,
    )


def _revoke_page(certificate: Certificate, form: RevokeForm) -> str:
    return render_template(
        "certification/verifier/revoke.html",
        form=form,
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        possible=certificate.state == CertificateState.VERIFIED,
    )
