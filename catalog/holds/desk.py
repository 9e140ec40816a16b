"""The official's side of changes: what is filed, and the word on it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.holds import queries, services, wording
from catalog.holds.forms import DecisionForm
from catalog.holds.lifecycle import HoldState
from catalog.holds.models import PaperHold
from certification.decisions import is_own
from certification.permissions import VERIFY_CERTIFICATE
from certification.schemes import SCHEMES
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import _l
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number

blueprint = Blueprint("change_desk", __name__, url_prefix="/periksa-perubahan")

CONFIRM, REFUSE = "confirm", "refuse"
"""Values of the two buttons."""


@blueprint.get("")
@requires(VERIFY_CERTIFICATE)
def queue() -> ResponseReturnValue:
    """List what waits, longest first; in the other tab what was decided."""
    session, actor = reading(), require_actor()
    q, decided = asked_words(), request.args.get("tab") == "decided"
    return render_template(
        "catalog/holds/queue.html",
        page=queries.queue(session, actor, page_number(), q, decided=decided),
        q=q,
        decided=decided,
        waiting=queries.queue_count(session, actor),
        schemes=SCHEMES,
    )


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(VERIFY_CERTIFICATE)
def review(code: str) -> ResponseReturnValue:
    """Show a change beside the paper, and decide whether it stays within it."""
    form = DecisionForm(data={"version": queries.for_decision(reading(), require_actor(), code).version})
    if not form.validate_on_submit():
        return _page(code, form), status_of(form)
    try:
        message = _decide(form, code)
    except Conflict as error:
        form.refuse(error)
        forget_reading()
        form.version.data = queries.for_decision(reading(), require_actor(), code).version
        return _page(code, form), error.status
    except Invalid as error:
        form.refuse(error)
        return _page(code, form), error.status
    done(message)
    return redirect(url_for("change_desk.queue"))


def _decide(form: DecisionForm, code: str) -> str:
    verdict = request.form.get("verdict")
    with transaction() as session:
        actor = require_actor()
        hold = queries.for_decision(session, actor, code)
        if verdict == CONFIRM:
            services.confirm(session, actor, hold, seen=form.seen, now=now())
            return str(_("Confirmed. The certificate counts for this product again."))
        if verdict == REFUSE:
            services.refuse(session, actor, hold, form.reason.data or "", seen=form.seen, now=now())
            return str(_("Refused. The cooperative reads your reason."))
    raise Invalid.field("reason", _l("Choose one of the decisions."))


def _page(code: str, form: DecisionForm) -> str:
    session, actor = reading(), require_actor()
    hold: PaperHold = queries.for_decision(session, actor, code)
    return render_template(
        "catalog/holds/review.html",
        hold=hold,
        form=form,
        scheme=SCHEMES[hold.certificate.scheme],
        own=is_own(session, actor, hold.certificate),
        waits=hold.state == HoldState.FILED,
        rows=wording.rows_of(hold),
        parts=wording.ingredient_words(hold),
    )
