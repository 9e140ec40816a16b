"""One record beside its scan: everything that the page of a review shows."""

from flask import render_template

from certification import decisions, queries
from certification.at_risk import risks
from certification.desk import examining
from certification.desk import queries as desk
from certification.desk.forms import ReviewForm
from certification.desk.goal import age_of
from certification.desk.listing import Listing, Tab
from certification.lifecycle import CertificateState
from certification.marking import FIELDS
from certification.reasons import REASONS
from certification.scans import scans_of
from certification.schemes import scheme
from marketplace.accounts.access import require_actor
from marketplace.core.clock import jakarta_day, now
from marketplace.web.database import forget_reading, reading


def review_page(code: str, form: ReviewForm, listing: Listing) -> str:
    """Render a review with a form, as the record stands now."""
    forget_reading()
    session, actor, moment = reading(), require_actor(), now()
    certificate = queries.for_review(session, actor, code)
    day, taken = jakarta_day(moment), queries.decisions_of(session, certificate)
    is_open = certificate.state == CertificateState.SUBMITTED
    submitted_at = certificate.submitted_at
    return render_template(
        "certification/verifier/review.html",
        form=form,
        listing=listing,
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        status=queries.shown_of(certificate, day),
        open=is_open,
        own=decisions.is_own(session, actor, certificate),
        age=age_of(submitted_at, moment) if is_open and submitted_at is not None else None,
        risk=risks(session, [certificate.id])[certificate.id],
        explained=examining.explained(certificate, day),
        checks=examining.examine(session, actor, certificate, day),
        round=examining.last_round(certificate, taken) if is_open else None,
        history=examining.history(session, certificate, taken),
        scans=scans_of(session, certificate, sent_only=True),
        sentences=REASONS,
        labels=FIELDS,
        waiting=desk.counts(session, actor, listing)[listing.tab if listing.waits else Tab.PAPERS],
        following=desk.next_of(session, actor, listing, after=certificate),
    )
