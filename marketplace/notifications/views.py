"""The inbox of notices."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, signed_in
from marketplace.core.clock import now
from marketplace.notifications import services
from marketplace.web.database import reading, transaction
from marketplace.web.pages import Page, page_number, safe_target

blueprint = Blueprint("notices", __name__)


@blueprint.get("/kabar")
@signed_in
def inbox() -> ResponseReturnValue:
    """List my notices, newest first."""
    number = page_number()
    found, total = services.inbox(reading(), require_actor(), page=number)
    return render_template("marketplace/inbox.html", page=Page(found, number, 30, total))


@blueprint.post("/kabar/<int:notice_id>")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark a notice as read and go where it leads."""
    with transaction() as session:
        url = services.open_notice(session, require_actor(), notice_id, now=now())
    return redirect(safe_target(url, url_for("notices.inbox")))


@blueprint.post("/kabar")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark all notices as read."""
    with transaction() as session:
        services.read_all(session, require_actor(), now=now())
    return redirect(url_for("notices.inbox"))
