"""Stopping mails of one group by the address in them: without signing in, by one click of a mail program (RFC 8058)."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries
from marketplace.accounts.access import public
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.core.text import _l
from marketplace.notifications import choices
from marketplace.notifications.groups import WORDS
from marketplace.notifications.stopping import Wish, read_token
from marketplace.web.database import forget_reading, reading, transaction

blueprint = Blueprint("stopping", __name__)
FIELD, ONE_CLICK = "List-Unsubscribe", "One-Click"


@blueprint.get("/berhenti/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Say what would be stopped, with a button: opening a link (which scanners of mail do too) changes nothing."""
    return _page(token)


@blueprint.post("/berhenti/<token>")
@public
def stop(token: str) -> ResponseReturnValue:
    """Stop the mails. Sent by mail programs, so without a CSRF token: the address itself is the secret."""
    wish = _wish(token)
    if request.form.get(FIELD) != ONE_CLICK:
        raise Invalid("not_one_click", _l("Press the button on the page to stop these mails."))
    with transaction() as session:
        choices.stop(session, wish.user_id, wish.group, now=now())
    return _page(token)


@blueprint.post("/berhenti/<token>/lagi")
@public
def resume(token: str) -> ResponseReturnValue:
    """Take it back."""
    wish = _wish(token)
    with transaction() as session:
        choices.resume(session, wish.user_id, wish.group, now=now())
    return redirect(url_for("stopping.show", token=token))


def _page(token: str) -> str:
    forget_reading()
    wish = _wish(token)
    return render_template(
        "marketplace/stop_mail.html",
        token=token,
        group=WORDS[wish.group],
        is_stopped=wish.group in choices.stopped_groups(reading(), wish.user_id),
        field=FIELD,
        one_click=ONE_CLICK,
    )


def _wish(token: str) -> Wish:
    wish = read_token(current_app.config["SECRET_KEY"], token)
    queries.person(reading(), wish.user_id)
    return wish
