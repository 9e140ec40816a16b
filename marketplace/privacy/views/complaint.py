"""The form with which anybody reaches the operator."""

import flask
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import current_actor, public
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import CONTACT
from marketplace.privacy import complaints
from marketplace.privacy.forms import ComplaintForm
from marketplace.web.database import transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import language
from marketplace.web.limiting import limited

blueprint = Blueprint("complaint", __name__)
SENT = "complaint"
"""Name of the value in the session cookie: the number of the complaint that was sent last."""


@blueprint.route("/pengaduan", methods=["GET", "POST"])
@public
@limited(CONTACT)
def new() -> ResponseReturnValue:
    """Take a complaint or a wish about one's data; no account is needed."""
    form = ComplaintForm(data={"kind": request.args.get("kind")})
    form.ask_key()
    if form.validate_on_submit():
        try:
            flask.session[SENT] = _keep(form)
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(url_for("complaint.sent"))
    return render_template("marketplace/privacy/complaint.html", form=form), status_of(form)


@blueprint.get("/pengaduan/terkirim")
@public
def sent() -> ResponseReturnValue:
    """Show the number of the complaint and what happens next."""
    code = flask.session.get(SENT)
    if not code:
        return redirect(url_for("complaint.new"))
    return render_template("marketplace/privacy/complaint_sent.html", code=code)


def _keep(form: ComplaintForm) -> str:
    if form.website.data:
        return "ADU"  # a program that fills in the hidden field is thanked like everybody, and nothing is kept
    with transaction() as session:
        return complaints.make(session, current_actor(), form.draft(language()), now=now()).code
