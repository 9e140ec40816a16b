"""The official's desk: the queue, and one record beside its scan with the decision."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from certification import decisions, queries
from certification.at_risk import risks
from certification.desk import queries as desk
from certification.desk.forms import ReviewForm
from certification.desk.goal import TARGET_WORKING_DAYS, age_of
from certification.desk.listing import Listing, Order, Tab
from certification.models import Certificate, Verdict
from certification.permissions import VERIFY_CERTIFICATE
from certification.schemes import SCHEMES, scheme
from certification.twins import twins_of
from certification.views.review_page import review_page
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import _l
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.pages import PER_PAGE, Page, done, page_number

blueprint = Blueprint("verifier", __name__)

DECIDED = {
    Verdict.VERIFIED: _l("%(scheme)s of %(holder)s is verified."),
    Verdict.NEEDS_CORRECTION: _l("A correction of %(scheme)s of %(holder)s is asked for."),
    Verdict.REJECTED: _l("%(scheme)s of %(holder)s is rejected."),
}


@blueprint.get("/periksa")
@requires(VERIFY_CERTIFICATE)
def queue() -> ResponseReturnValue:
    """List what waits for this office, in other tabs what was sent back or decided; narrowed and ordered by links."""
    session, actor, listing, number, moment = reading(), require_actor(), _listing(), page_number(), now()
    found = desk.page_of(session, actor, listing, number)
    counts = desk.counts(session, actor, listing)
    return render_template(
        "certification/verifier/queue.html",
        listing=listing,
        tabs=Tab,
        orders=Order,
        page=Page(found, number, PER_PAGE, counts[listing.tab]),
        counts=counts,
        ages={row.id: age_of(row.submitted_at, moment) for row in found if row.submitted_at is not None},
        goal=TARGET_WORKING_DAYS,
        risks=risks(session, [row.id for row in found]) if listing.waits else {},
        twins=twins_of(session, found) if listing.tab != Tab.DECIDED else {},
        statuses={row.id: queries.status_of(row, jakarta_day(moment)) for row in found},
        schemes=SCHEMES,
        districts=desk.districts(session, actor),
        first=found[0] if listing.waits and number == 1 and found else desk.next_of(session, actor, listing),
    )


@blueprint.route("/periksa/<code>", methods=["GET", "POST"])
@requires(VERIFY_CERTIFICATE)
def review(code: str) -> ResponseReturnValue:
    """Show a record beside its scan and take the decision; then the next one of the same listing."""
    actor = require_actor()
    form = ReviewForm.of(queries.for_review(reading(), actor, code), jakarta_day(now()))
    if form.insert_chosen():
        return review_page(code, form, _listing())
    if form.validate_on_submit():
        draft = form.draft()
        try:
            with transaction() as session:
                certificate = queries.for_review(session, actor, code)
                decisions.decide(session, actor, certificate, draft, now=now())
                message = _decided(certificate, draft.verdict)
        except Conflict as error:
            form.refuse(error)
            return review_page(code, form, _listing()), error.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(message)
            return redirect(_next(certificate))
    return review_page(code, form, _listing()), status_of(form)


def _listing() -> Listing:
    return Listing.of(request.args)


def _decided(certificate: Certificate, verdict: Verdict) -> str:
    values = {"scheme": scheme(certificate.scheme).short_name, "holder": certificate.producer.name}
    return str(DECIDED[verdict]) % values


def _next(certificate: Certificate) -> str:
    """Return the address of the next record of the listing, from its beginning again after the last one."""
    forget_reading()
    session, actor, listing = reading(), require_actor(), _listing()
    found = desk.next_of(session, actor, listing, after=certificate) or desk.next_of(session, actor, listing)
    if found is None:
        return url_for("verifier.queue", **listing.args())
    return url_for("verifier.review", code=found.code, **listing.args())
