"""Making an account and proving its address."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, entrance, people
from marketplace.accounts.access import public, require_actor, signed_in
from marketplace.accounts.models import User
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid
from marketplace.credentials import links, mailed, verifying
from marketplace.credentials.forms import PersonForm, ProofForm
from marketplace.credentials.models import LinkKind
from marketplace.credentials.views.secrecy import hide_token
from marketplace.limits.rules import PROOF, REGISTER, VERIFY_MAIL
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _, language
from marketplace.web.limiting import counter, limited
from marketplace.web.pages import done

blueprint = Blueprint("credentials", __name__)
blueprint.after_request(hide_token)


@blueprint.route("/daftar", methods=["GET", "POST"])
@public
@limited(REGISTER)
def sign_up() -> ResponseReturnValue:
    """Make an account; its link comes by mail, and the organisation is registered after that."""
    if access.current_actor() is not None:
        return redirect(url_for("organisation.register"))
    form = PersonForm()
    if form.validate_on_submit():
        try:
            return _sign_up(form) if mailed.settings().can_ask_by_mail else _sign_up_unproved(form)
        except Invalid as error:
            form.refuse(error)
    return render_template("marketplace/credentials/sign_up.html", form=form), status_of(form)


@blueprint.get("/periksa-surel")
@public
def check_mail() -> ResponseReturnValue:
    """Say which mail to look for; on the machine of a local site show it."""
    found = mailed.last(reading())
    if found is None:
        return redirect(url_for("session.sign_in"))
    settings = mailed.settings()
    folder = settings.mail_dir if settings.is_local and not settings.smtp_url else ""
    return render_template("marketplace/credentials/check_mail.html", mailed=found, folder=folder)


@blueprint.post("/verifikasi")
@signed_in
@limited(VERIFY_MAIL)
def send_again() -> ResponseReturnValue:
    """Mail the link once more."""
    try:
        with transaction() as session:
            mail = verifying.send_again(session, require_actor(), now=now())
    except Conflict as error:
        done(error.message)
        return redirect(url_for("account.home"))
    return mailed.show("verify", mail.recipient, mail)


@blueprint.route("/verifikasi/<token>", methods=["GET", "POST"])
@public
def verify(token: str) -> ResponseReturnValue:
    """Ask for one press of a button: programs that look through mails open links, but press nothing.

    A browser that did not make the account is asked for its password as well.
    """
    try:
        _link, person = links.find(reading(), LinkKind.VERIFY_EMAIL, token, now=now())
        form = None if _made_here(person) else ProofForm()
        if request.method == "POST" and form is None:
            return _verify(token)
        if form is not None and form.validate_on_submit():
            counter().hit(PROOF, person.id, now=now())
            return _verify(token, form.password.data)
    except links.DeadLink as error:
        return render_template("marketplace/credentials/dead_link.html", why="verify"), error.status
    except Invalid as error:
        form = ProofForm()
        form.refuse(error)
    status = status_of(form) if form is not None else 200
    return render_template("marketplace/credentials/verify.html", person=person, form=form), status


def _made_here(person: User) -> bool:
    actor = access.current_actor()
    return mailed.made_account(person) or (actor is not None and actor.user_id == person.id)


def _person(form: PersonForm) -> people.NewPerson:
    return people.NewPerson(
        email=form.email.data,
        name=form.name.data,
        phone=form.phone.data or "",
        password=form.password.data,
        language=language(),
        is_verified=not mailed.settings().can_ask_by_mail,
    )


def _sign_up(form: PersonForm) -> ResponseReturnValue:
    address = people.read_email(form.email.data)
    counter().hit(VERIFY_MAIL, "mail", address, now=now())
    with transaction() as session:
        mail = verifying.sign_up(session, _person(form), now=now())
        mark = mailed.mark_of(verifying.unproved(session, address))
    return mailed.show("sign_up", address, mail, mark=mark)


def _sign_up_unproved(form: PersonForm) -> ResponseReturnValue:
    """Let a new person in at once: this site cannot send mail, so nobody can be asked."""
    with transaction() as session:
        user = people.sign_up(session, _person(form), now=now())
        token = entrance.open_here(session, user, now=now())
    entrance.let_in(token)
    return redirect(url_for("organisation.register"))


def _verify(token: str, password: str | None = None) -> ResponseReturnValue:
    """Take the address as proved, and let somebody in who never was."""
    with transaction() as session:
        user = verifying.verify(session, token, password=password, now=now())
        fresh = entrance.open_here(session, user, now=now()) if verifying.was_never_in(session, user) else ""
    done(_("Your e-mail address is confirmed."))
    if fresh:
        entrance.let_in(fresh)
        return redirect(url_for("organisation.register"))
    return redirect(url_for("account.home") if access.current_actor() else url_for("session.sign_in"))
