"""Signing in and out, switching the organisation."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, entrance, people, signing_in
from marketplace.accounts.access import public, signed_in
from marketplace.accounts.forms import EmptyForm, SignInForm
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.core.numbers import whole
from marketplace.limits.rules import SIGN_IN, SIGN_IN_ADDRESS
from marketplace.second_factor import queries as factors
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.limiting import address, counter
from marketplace.web.pages import safe_target

blueprint = Blueprint("session", __name__)


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail or phone number and password; a fresh session token is made at every sign-in."""
    form = SignInForm()
    target = safe_target(request.values.get("lanjut"), "")
    if form.validate_on_submit():
        try:
            return _enter_or_ask(form, target)
        except Invalid as error:
            form.refuse(error)
    return render_template("marketplace/sign_in.html", form=form, target=target), status_of(form)


@blueprint.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    """End the session in the database, so that a copied cookie is dead too."""
    token = access.forget()
    if token:
        with transaction() as session:
            people.sign_out(session, token, now=now())
    return redirect("/")


@blueprint.post("/akun/organisasi")
@signed_in
def switch() -> ResponseReturnValue:
    """Act for another organisation of mine from now on."""
    EmptyForm().validate()
    text = request.form.get("organisation", "")
    token = access.session_token() or ""
    with transaction() as session:
        people.act_for(session, token, whole(text, 0), now=now())
    return redirect(url_for("account.home"))


def _enter_or_ask(form: SignInForm, target: str) -> ResponseReturnValue:
    """Let the browser in, or ask for the second factor where there is one.

    Raises ``Invalid`` for a wrong password and ``TooMany`` after too many of them.
    """
    login, moment = signing_in.login_key(form.email.data), now()
    counter().hit(SIGN_IN, address(), login, now=moment)
    counter().hit(SIGN_IN_ADDRESS, address(), now=moment)
    user = signing_in.check_password(reading(), form.email.data, form.password.data)  # slow: holds up no writer
    with transaction() as session:
        half = signing_in.begin_half(session, user, now=moment) if factors.is_on(session, user.id) else ""
        token = "" if half else entrance.open_here(session, user, now=moment)
    counter().forget(SIGN_IN, address(), login)
    counter().forgive(SIGN_IN_ADDRESS, address())
    if half:
        entrance.keep_half(half)
        return redirect(url_for("entering.code", lanjut=target or None))
    entrance.let_in(token)
    return redirect(target or url_for("account.home"))
