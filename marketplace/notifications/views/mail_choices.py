"""Which mails I get."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries
from marketplace.accounts.access import require_actor, signed_in
from marketplace.core.clock import now
from marketplace.notifications import bounces, choices
from marketplace.notifications.groups import ALWAYS, CHOOSABLE, WORDS, Group
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import _
from marketplace.web.pages import done

blueprint = Blueprint("mail_choices", __name__)


@blueprint.get("/akun/kabar")
@signed_in
def show() -> ResponseReturnValue:
    """Show the groups of notices, and of which I get mail."""
    session, actor = reading(), require_actor()
    return render_template(
        "marketplace/mail_choices.html",
        person=queries.person(session, actor.user_id),
        stopped=choices.stopped_groups(session, actor.user_id),
        choosable=CHOOSABLE,
        always=sorted(ALWAYS),
        words=WORDS,
        bounce=bounces.bounce_of(session, actor.user_id, now=now()),
    )


@blueprint.post("/akun/kabar")
@signed_in
def save() -> ResponseReturnValue:
    """Keep of which groups I want mail; what is not ticked is stopped."""
    ticked = {Group(code) for code in request.form.getlist("group") if code in set(Group)}
    with transaction() as session:
        choices.choose(session, require_actor(), ticked, now=now())
    done(_("Saved. Notices in the site still come."))
    return redirect(url_for("mail_choices.show"))
