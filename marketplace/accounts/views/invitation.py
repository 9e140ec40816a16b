"""The page that the link of an invitation opens. It shows what the mail said, and nothing else."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, entrance, invitations, people, queries
from marketplace.accounts.access import current_actor, public
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.member_forms import JoiningForm
from marketplace.accounts.people import NewPerson
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.core.roles import Actor
from marketplace.credentials.views.secrecy import hide_token
from marketplace.limits.rules import REGISTER
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _, language
from marketplace.web.limiting import limited
from marketplace.web.pages import done

blueprint = Blueprint("invitation", __name__)
blueprint.after_request(hide_token)


@blueprint.route("/undangan/<token>", methods=["GET", "POST"])
@public
@limited(REGISTER)
def show(token: str) -> ResponseReturnValue:
    """Let the person with the invited address join: one button, or a small form where there is no account yet."""
    invitation = invitations.behind(reading(), token, now=now())
    actor = current_actor()
    form = JoiningForm()
    if form.is_sent and actor is not None:
        return _join(token, actor)
    if form.validate_on_submit():
        try:
            return _join_as_new(token, form)
        except Invalid as error:
            form.refuse(error)
    return _page(token, invitation, actor, form), status_of(form)


def _join(token: str, actor: Actor) -> ResponseReturnValue:
    with transaction() as session:
        invitation = invitations.accept(session, actor, token, now=now())
        people.act_for(session, access.session_token() or "", invitation.organisation_id, now=now())
    done(_("Welcome. You act for %(name)s now.", name=invitation.organisation.name))
    return redirect(url_for("account.home"))


def _join_as_new(token: str, form: JoiningForm) -> ResponseReturnValue:
    person = NewPerson(
        email="", name=form.name.data, phone=form.phone.data or "", password=form.password.data, language=language()
    )
    with transaction() as session:
        user = invitations.accept_as_new(session, token, person, now=now())
        opened = entrance.open_here(session, user, now=now())
    entrance.let_in(opened)
    done(_("Welcome. Your account is ready."))
    return redirect(url_for("account.home"))


def _page(token: str, invitation: Invitation, actor: Actor | None, form: JoiningForm) -> str:
    owner = queries.person_by_login(reading(), invitation.email)
    return render_template(
        "marketplace/members/invitation.html",
        token=token,
        invitation=invitation,
        form=form,
        is_for_me=actor is not None and owner is not None and owner.id == actor.user_id,
        has_account=owner is not None,
    )
