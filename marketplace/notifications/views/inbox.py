"""The inbox of notices."""

from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, signed_in
from marketplace.core.clock import jakarta_day, now
from marketplace.notifications import inbox as notices
from marketplace.web.database import reading, transaction
from marketplace.web.pages import asked_words, page_number, safe_target

blueprint = Blueprint("notices", __name__)
UNREAD = "belum"
"""Value of ``?tampil=`` for the notices that are not read yet."""


@blueprint.get("/kabar")
@signed_in
def inbox() -> ResponseReturnValue:
    """List my notices by day, newest first: all, or the unread ones; with words in them."""
    only_unread = request.args.get("tampil") == UNREAD
    words = asked_words()
    page = notices.inbox(reading(), require_actor(), page=page_number(), only_unread=only_unread, words=words)
    days = [(day, list(found)) for day, found in groupby(page.items, lambda row: jakarta_day(row.created_at))]
    return render_template(
        "marketplace/inbox.html",
        page=page,
        words=words,
        days=days,
        only_unread=only_unread,
        today=jakarta_day(now()),
    )


@blueprint.post("/kabar/<int:notice_id>")
@signed_in
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark a notice as read and go where it leads."""
    with transaction() as session:
        url = notices.open_notice(session, require_actor(), notice_id, now=now())
    return redirect(safe_target(url, url_for("notices.inbox")))


@blueprint.post("/kabar/<int:notice_id>/tanda")
@signed_in
def mark(notice_id: int) -> ResponseReturnValue:
    """Mark a notice as read (``dibaca=1``) or as unread, and come back to the list."""
    with transaction() as session:
        notices.mark(session, require_actor(), notice_id, is_read=request.form.get("dibaca") == "1", now=now())
    return redirect(safe_target(request.form.get("kembali"), url_for("notices.inbox")))


@blueprint.post("/kabar")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark all notices as read."""
    with transaction() as session:
        notices.read_all(session, require_actor(), now=now())
    return redirect(url_for("notices.inbox"))
