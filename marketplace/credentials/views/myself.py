"""What people change about themselves: profile, password, e-mail address."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, queries
from marketplace.accounts.access import require_actor, signed_in
from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.credentials import links, mailed, profile, services
from marketplace.credentials.forms import AddressForm, ChangePasswordForm, ProfileForm
from marketplace.credentials.models import LinkKind
from marketplace.credentials.views.secrecy import hide_token
from marketplace.limits.rules import PROOF, VERIFY_MAIL
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done

blueprint = Blueprint("myself", __name__)
blueprint.after_request(hide_token)


@blueprint.route("/akun/profil", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    """Show and change name, number and language."""
    person = _me()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                profile.change(
                    session,
                    require_actor(),
                    name=form.name.data,
                    phone=form.phone.data or "",
                    language=form.language.data,
                    now=now(),
                )
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Saved."))
            return redirect(url_for("myself.show"))
    return render_template("marketplace/credentials/profile.html", form=form, person=person), status_of(form)


@blueprint.route("/akun/sandi", methods=["GET", "POST"])
@signed_in
@limited(PROOF)
def password() -> ResponseReturnValue:
    """Change the password; other browsers are signed out, API tokens are revoked."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.change_password(
                    session,
                    require_actor(),
                    form.old.data,
                    form.password.data,
                    site_name=mailed.settings().site_name,
                    keep_token=access.session_token() or "",
                    now=now(),
                )
        except Invalid as error:
            form.refuse(error)
        else:
            done(
                _("Your new password is saved. Other browsers and phones are signed out, your API tokens are revoked.")
            )
            return redirect(url_for("account.show"))
    return render_template("marketplace/credentials/password.html", form=form, person=_me()), status_of(form)


@blueprint.route("/akun/surel", methods=["GET", "POST"])
@signed_in
@access.fresh
@limited(VERIFY_MAIL)
def address() -> ResponseReturnValue:
    """Change the e-mail address: the new one is proved by a link, the old one is told."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            return _ask(form.email.data) if mailed.settings().can_ask_by_mail else _change(form.email.data)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid.field("email", error.message))
    return render_template("marketplace/credentials/address.html", form=form, person=_me()), status_of(form)


@blueprint.route("/akun/surel/<token>", methods=["GET", "POST"])
@signed_in
def confirm_address(token: str) -> ResponseReturnValue:
    """Ask for one press of a button, then change the address."""
    try:
        link, person = links.find(reading(), LinkKind.CHANGE_EMAIL, token, now=now())
        if person.id != require_actor().user_id:
            raise links.DeadLink()
        if request.method == "POST":
            with transaction() as session:
                profile.confirm_address(session, require_actor(), token, now=now())
            done(_("Your e-mail address is changed. Sign in with the new one from now on."))
            return redirect(url_for("account.show"))
    except links.DeadLink as error:
        return render_template("marketplace/credentials/dead_link.html", why="address"), error.status
    return render_template("marketplace/credentials/confirm_address.html", address=link.address, person=person)


def _me() -> User:
    return queries.person(reading(), require_actor().user_id)


def _ask(text: str) -> ResponseReturnValue:
    with transaction() as session:
        mail = profile.ask_for_address(session, require_actor(), text, now=now())
    return mailed.show("address", text.strip(), mail)


def _change(text: str) -> ResponseReturnValue:
    with transaction() as session:
        profile.change_address_unproved(session, require_actor(), text, now=now())
    done(_("Your e-mail address is changed. Sign in with the new one from now on."))
    return redirect(url_for("account.show"))
