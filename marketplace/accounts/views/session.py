"""Signing in and out, making an account, switching the organisation."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, people, queries
from marketplace.accounts.access import public, signed_in
from marketplace.accounts.forms import EmptyForm, PersonForm, SignInForm
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import SIGN_IN, SIGN_IN_ADDRESS
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import language
from marketplace.web.limiting import address, counter
from marketplace.web.pages import safe_target

blueprint = Blueprint("session", __name__)


@blueprint.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail and password; a fresh session token is made at every sign-in."""
    form = SignInForm()
    target = safe_target(request.values.get("lanjut"), "")
    if form.validate_on_submit():
        try:
            token = _check_password(form.email.data, form.password.data)
        except Invalid as error:
            form.refuse(error)
        else:
            return _enter(token, target)
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


@blueprint.route("/daftar", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    """Make an account; the organisation is registered on the next page."""
    if access.current_actor() is not None:
        return redirect(url_for("organisation.register"))
    form = PersonForm()
    if form.validate_on_submit():
        person = people.NewPerson(
            email=form.email.data,
            name=form.name.data,
            phone=form.phone.data or "",
            password=form.password.data,
            language=language(),
        )
        try:
            with transaction() as session:
                user = people.sign_up(session, person, now=now())
                token = people.open_session(session, user, user_agent=request.user_agent.string, now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            return _enter(token, url_for("organisation.register"))
    return render_template("marketplace/sign_up.html", form=form), status_of(form)


@blueprint.post("/akun/organisasi")
@signed_in
def switch() -> ResponseReturnValue:
    """Act for another organisation of mine from now on."""
    EmptyForm().validate()
    text = request.form.get("organisation", "")
    token = access.session_token() or ""
    with transaction() as session:
        people.act_for(session, token, int(text) if text.isdecimal() else 0, now=now())
    return redirect(url_for("account.home"))


def _check_password(email: str, password: str) -> str:
    """Open a session; raise ``Invalid`` for a wrong password and ``TooMany`` after too many of them."""
    moment = now()
    counter().hit(SIGN_IN, address(), email.strip().lower(), now=moment)
    counter().hit(SIGN_IN_ADDRESS, address(), now=moment)
    with transaction() as session:
        token = people.sign_in(session, email, password, user_agent=request.user_agent.string, now=moment)
        if before := access.session_token():
            people.sign_out(session, before, now=moment)  # this browser was somebody else until now
    counter().forget(SIGN_IN, address(), email.strip().lower())
    counter().forgive(SIGN_IN_ADDRESS, address())
    return token


def _enter(token: str, target: str) -> ResponseReturnValue:
    forget_reading()
    actor = queries.actor_by_session(reading(), token, now=now())
    if actor is not None:
        access.remember(token, actor)
    return redirect(target or url_for("account.home"))
