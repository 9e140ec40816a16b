"""The operator's pages of complaints: what waits, one of them, its answer."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.privacy import complaints
from marketplace.privacy.forms import AnswerForm
from marketplace.privacy.letters import answer_to
from marketplace.privacy.models import ComplaintKind
from marketplace.privacy.permissions import ANSWER_COMPLAINTS
from marketplace.privacy.wording import KINDS
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number

blueprint = Blueprint("complaint_desk", __name__, url_prefix="/pengelola/pengaduan")


@blueprint.get("")
@requires(ANSWER_COMPLAINTS)
def index() -> ResponseReturnValue:
    """List the complaints: those that wait, or all."""
    words = request.args.get("q", "")[:100]
    is_open = request.args.get("status") != "semua" and not words
    page = complaints.listed(reading(), require_actor(), page_number(), is_open=is_open, words=words)
    return render_template(
        "marketplace/privacy/complaints.html",
        page=page,
        is_open=is_open,
        words=words,
        kinds=KINDS,
        waiting=complaints.open_count(reading()),
    )


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(ANSWER_COMPLAINTS)
def show(code: str) -> ResponseReturnValue:
    """Show one complaint, and answer it by mail."""
    form = AnswerForm()
    status = 0
    complaints.by_code(reading(), require_actor(), code)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                _answer(session, code, form.answer.data)
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Answered. The mail is on its way."))
            return redirect(url_for("complaint_desk.index"))
    forget_reading()
    complaint = complaints.by_code(reading(), require_actor(), code)
    kind = KINDS[ComplaintKind(complaint.kind)]
    page = render_template("marketplace/privacy/complaint_answer.html", form=form, complaint=complaint, kind=kind)
    return page, status or status_of(form)


def _answer(session: Session, code: str, text: str) -> None:
    moment = now()
    complaint = complaints.answer(session, require_actor(), code, text, now=moment)
    session.add(answer_to(complaint, now=moment))
