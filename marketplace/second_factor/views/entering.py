"""The second step of signing in: the code of the phone, or one from paper."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import entrance, signing_in
from marketplace.accounts.access import public
from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import SECOND_FACTOR
from marketplace.second_factor import services
from marketplace.second_factor.forms import CodeForm
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import counter
from marketplace.web.pages import safe_target, warn

blueprint = Blueprint("entering", __name__)


@blueprint.route("/masuk/kode", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """Ask for the code after the password was right; without that, or ten minutes later, begin anew."""
    target = safe_target(request.values.get("lanjut"), "")
    user = signing_in.half_signed_in(reading(), entrance.half_token(), now=now())
    if user is None:
        if entrance.half_token():
            entrance.drop_half()
            warn(_("That took too long. Sign in once more, please."))
        return redirect(url_for("session.sign_in", lanjut=target or None))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            entrance.let_in(_check(user, form.code.data))
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(target or url_for("account.home"))
    return render_template("marketplace/second_factor/enter.html", form=form, target=target), status_of(form)


def _check(user: User, text: str) -> str:
    """Take the code and open the session; raise ``Invalid`` for a wrong one, ``TooMany`` after five of them."""
    moment = now()
    counter().hit(SECOND_FACTOR, user.id, now=moment)
    with transaction() as session:
        services.check(session, user.id, text, key=current_app.config["SECRET_KEY"], now=moment)
        signing_in.end_half(session, entrance.half_token())
        token = entrance.open_here(session, user, now=moment)
    counter().forget(SECOND_FACTOR, user.id)
    return token
