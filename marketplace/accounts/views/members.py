"""The people of an organisation: list, roles, invitations, leaving."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import invitations, members, offices, queries
from marketplace.accounts.access import fresh, require_actor, requires, signed_in
from marketplace.accounts.forms import EmptyForm
from marketplace.accounts.member_forms import InviteForm, RolesForm
from marketplace.accounts.members import Member
from marketplace.accounts.permissions import MANAGE_MEMBERS
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.core.roles import OrganisationKind, Role
from marketplace.limits.rules import INVITE
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import asked_words, done, page_number, warn

blueprint = Blueprint("members", __name__, url_prefix="/organisasi")


@blueprint.get("/anggota")
@signed_in
def index() -> ResponseReturnValue:
    """List the people of the active organisation and, for those who manage, the open invitations."""
    if require_actor().organisation_id is None:
        return redirect(url_for("organisation.register"))
    return _list(_invite_form())


@blueprint.post("/anggota/undang")
@requires(MANAGE_MEMBERS)
@fresh
@limited(INVITE)
def invite() -> ResponseReturnValue:
    """Invite somebody by e-mail."""
    form = _invite_form()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                invitations.invite(session, require_actor(), form.email.data, form.role.data, now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Invited. The mail is on its way; its link works for 72 hours."))
            return redirect(url_for("members.index"))
    return _list(form), status_of(form)


@blueprint.post("/anggota/undangan/<int:invitation_id>/kirim")
@requires(MANAGE_MEMBERS)
@fresh
@limited(INVITE)
def send_again(invitation_id: int) -> ResponseReturnValue:
    """Mail an invitation once more, with a new link."""
    with transaction() as session:
        invitations.send_again(session, require_actor(), invitation_id, now=now())
    done(_("Sent again. Only the newest link works, for 72 hours."))
    return redirect(url_for("members.index"))


@blueprint.post("/anggota/undangan/<int:invitation_id>/tarik")
@requires(MANAGE_MEMBERS)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    with transaction() as session:
        invitations.withdraw(session, require_actor(), invitation_id, now=now())
    done(_("The invitation is withdrawn. Its link does not work any more."))
    return redirect(url_for("members.index"))


@blueprint.route("/anggota/<int:user_id>", methods=["GET", "POST"])
@requires(MANAGE_MEMBERS)
@fresh
def edit(user_id: int) -> ResponseReturnValue:
    """Change what a member may do."""
    actor = require_actor()
    found = members.member(reading(), actor.organisation_id, user_id)
    form = RolesForm(data={"roles": [str(role) for role in found.roles]})
    form.offer(_offered())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                members.set_roles(session, actor, user_id, form.roles.data or (), now=now())
        except DomainError as error:
            form.refuse(error)
            return _member_page(found, form), error.status
        done(_("Saved. It holds from the next page on."))
        return redirect(url_for("members.index"))
    return _member_page(found, form), status_of(form)


@blueprint.post("/anggota/<int:user_id>/keluarkan")
@requires(MANAGE_MEMBERS)
@fresh
def remove(user_id: int) -> ResponseReturnValue:
    """Take a person out of the organisation."""
    try:
        with transaction() as session:
            members.remove(session, require_actor(), user_id, now=now())
    except Conflict as error:
        warn(error.message)
        return redirect(url_for("members.edit", user_id=user_id))
    done(_("The person does not act for your organisation any more."))
    return redirect(url_for("members.index"))


@blueprint.route("/keluar", methods=["GET", "POST"])
@signed_in
@fresh
def leave() -> ResponseReturnValue:
    """Leave the active organisation, after a question."""
    actor = require_actor()
    form = EmptyForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                members.remove(session, actor, actor.user_id, now=now())
        except Conflict as error:
            form.refuse(error)
            return render_template("marketplace/members/leave.html", form=form), error.status
        done(_("You do not act for %(name)s any more.", name=actor.organisation_name))
        return redirect(url_for("account.show"))
    queries.organisation(reading(), actor.organisation_id)
    return render_template("marketplace/members/leave.html", form=form)


def _offered() -> tuple[Role, ...]:
    kind = require_actor().organisation_kind
    return offices.ROLES[OrganisationKind(kind)] if kind else ()


def _invite_form() -> InviteForm:
    form = InviteForm()
    form.offer(_offered())
    return form


def _list(form: InviteForm) -> str:
    forget_reading()
    actor, session, words = require_actor(), reading(), asked_words()
    may_manage = actor.can(MANAGE_MEMBERS)
    return render_template(
        "marketplace/members/index.html",
        form=form,
        page=members.listed(session, actor.organisation_id or 0, page_number(), words),
        words=words,
        may_manage=may_manage,
        invited=invitations.open_ones(session, actor) if may_manage else [],
        moment_now=now(),
        organisation=queries.organisation(session, actor.organisation_id),
    )


def _member_page(found: Member, form: RolesForm) -> str:
    return render_template("marketplace/members/edit.html", member=found, form=form)
