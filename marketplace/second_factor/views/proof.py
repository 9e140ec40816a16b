"""Proving oneself again before a grave change."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, sessions, signing_in
from marketplace.accounts.access import require_actor, signed_in
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import PROOF
from marketplace.second_factor import queries, services
from marketplace.second_factor.forms import ProofForm
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.limiting import counter
from marketplace.web.pages import safe_target

blueprint = Blueprint("second_factor", __name__)


@blueprint.route("/akun/buktikan", methods=["GET", "POST"])
@signed_in
def prove() -> ResponseReturnValue:
    """Ask for the password once more (and the code where there is one), and go on to where the person was."""
    form = ProofForm()
    target = safe_target(request.values.get("lanjut"), url_for("account.show"))
    if form.validate_on_submit():
        try:
            access.renew(_prove(form))
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(target)
    has_factor = queries.is_on(reading(), require_actor().user_id)
    page = render_template("marketplace/second_factor/prove.html", form=form, target=target, has_factor=has_factor)
    return page, status_of(form)


def _prove(form: ProofForm) -> str:
    actor, moment = require_actor(), now()
    counter().hit(PROOF, f"person {actor.user_id}", now=moment)
    signing_in.prove_password(reading(), actor, form.password.data)
    with transaction() as session:
        services.check(session, actor.user_id, form.code.data, key=current_app.config["SECRET_KEY"], now=moment)
        token = sessions.prove(session, access.session_token() or "", now=moment)
    counter().forget(PROOF, f"person {actor.user_id}")
    return token
