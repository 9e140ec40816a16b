"""Proving oneself again before a grave change."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, sessions, signing_in
from marketplace.accounts.access import require_actor, signed_in
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import PROOF
from marketplace.second_factor.forms import ProofForm
from marketplace.web.database import transaction
from marketplace.web.forms import status_of
from marketplace.web.limiting import counter
from marketplace.web.pages import safe_target

blueprint = Blueprint("second_factor", __name__)


@blueprint.route("/akun/buktikan", methods=["GET", "POST"])
@signed_in
def prove() -> ResponseReturnValue:
    """Ask for the password once more, and go on to where the person was."""
    form = ProofForm()
    target = safe_target(request.values.get("lanjut"), url_for("account.show"))
    if form.validate_on_submit():
        try:
            access.renew(_prove(form))
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(target)
    return render_template("marketplace/second_factor/prove.html", form=form, target=target), status_of(form)


def _prove(form: ProofForm) -> str:
    actor, moment = require_actor(), now()
    counter().hit(PROOF, actor.user_id, now=moment)
    with transaction() as session:
        signing_in.prove_password(session, actor, form.password.data)
        token = sessions.prove(session, access.session_token() or "", now=moment)
    counter().forget(PROOF, actor.user_id)
    return token
