"""A new password for somebody who has forgotten theirs."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import queries
from marketplace.accounts.access import public
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.credentials import links, mailed, services
from marketplace.credentials.forms import NewPasswordForm, ResetForm
from marketplace.credentials.models import LinkKind
from marketplace.credentials.views.secrecy import hide_token
from marketplace.limits.counting import TooMany
from marketplace.limits.rules import RESET, RESET_ADDRESS, RESET_MAILS
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import counter, hit
from marketplace.web.pages import done

blueprint = Blueprint("reset", __name__)
blueprint.after_request(hide_token)


@blueprint.route("/lupa-sandi", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    """Mail a link; the answer is the same for everybody. A site that cannot send mail says whom to ask."""
    if not mailed.settings().can_ask_by_mail:
        return render_template("marketplace/credentials/reset_without_mail.html")
    form = ResetForm()
    if form.validate_on_submit():
        try:
            return _ask(form.email.data)
        except Invalid as error:
            form.refuse(error)
    return render_template("marketplace/credentials/reset.html", form=form), status_of(form)


@blueprint.route("/sandi-baru/<token>", methods=["GET", "POST"])
@public
def choose(token: str) -> ResponseReturnValue:
    """Choose a new password; the person signs in with it as always, second factor and all."""
    form = NewPasswordForm()
    try:
        links.find(reading(), LinkKind.RESET, token, now=now())
        if form.validate_on_submit():
            with transaction() as session:
                services.choose_password(
                    session, token, form.password.data, site_name=mailed.settings().site_name, now=now()
                )
            done(_("Your new password is saved, and all other sign-ins are ended. Sign in with it now."))
            return redirect(url_for("session.sign_in"))
    except Invalid as error:
        form.refuse(error)
    except links.DeadLink as error:
        return render_template("marketplace/credentials/dead_link.html", why="reset"), error.status
    return render_template("marketplace/credentials/new_password.html", form=form), status_of(form)


def _ask(text: str) -> ResponseReturnValue:
    login = services.read_login(text)
    hit(RESET_ADDRESS)
    hit(RESET, login)
    mail = None
    if _has_room(login):
        with transaction() as session:
            mail = services.ask_for_reset(session, login, now=now())
    return mailed.show("reset", login, mail)


def _has_room(login: str) -> bool:
    """Tell whether the person behind a login may get one more mail; counted for a login of nobody as well."""
    person = queries.person_by_login(reading(), login)
    try:
        counter().hit(RESET_MAILS, f"person {person.id}" if person is not None else login, now=now())
    except TooMany:
        return False
    return True
