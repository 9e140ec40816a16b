"""Registering an organisation, its profile, and the approval by officials or the operator."""

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, names, organisations, people, queries
from marketplace.accounts.access import require_actor, requires, signed_in
from marketplace.accounts.forms import DecisionForm, ProfileForm, RegistrationForm
from marketplace.accounts.models import Organisation
from marketplace.accounts.permissions import APPROVE_ORGANISATION
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, DomainError, Invalid
from marketplace.core.roles import OrganisationKind
from marketplace.core.text import _l
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number

blueprint = Blueprint("organisation", __name__)

STALE = _l("A colleague has changed this in the meantime. Compare and save again.")


@blueprint.route("/organisasi/daftar", methods=["GET", "POST"])
@signed_in
def register() -> ResponseReturnValue:
    """Register a cooperative or a buyer; an official or the operator approves."""
    form = RegistrationForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = organisations.register(
                    session, require_actor(), OrganisationKind(form.kind.data), form.registration(), now=now()
                )
                people.act_for(session, access.session_token() or "", found.id, now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Registered. An official checks it, usually within two working days."))
            return redirect(url_for("organisation.profile"))
    return render_template("marketplace/register.html", form=form), status_of(form)


@blueprint.route("/organisasi", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Show and edit the active organisation; somebody without one registers first."""
    actor = require_actor()
    if actor.organisation_id is None:
        return redirect(url_for("organisation.register"))
    organisation = queries.organisation(reading(), actor.organisation_id)
    form = ProfileForm(data=asdict(organisations.profile_of(organisation)))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                fresh = queries.organisation(session, actor.organisation_id)
                if request.form.get("version") != str(fresh.version):
                    raise Conflict("stale", STALE)
                organisations.edit(session, actor, fresh, form.profile(), now=now())
        except Conflict as error:
            forget_reading()
            form.refuse(error)
            return _profile_page(form, compare=True), Conflict.status
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Saved."))
            return redirect(url_for("organisation.profile"))
    return _profile_page(form), status_of(form)


@blueprint.get("/periksa-organisasi")
@requires(APPROVE_ORGANISATION)
def queue() -> ResponseReturnValue:
    """List the organisations that wait for a decision."""
    words = asked_words()
    page = queries.awaiting_approval(reading(), page_number(), words)
    return render_template("marketplace/approvals.html", page=page, words=words)


@blueprint.route("/periksa-organisasi/<int:organisation_id>", methods=["GET", "POST"])
@requires(APPROVE_ORGANISATION)
def decide(organisation_id: int) -> ResponseReturnValue:
    """Show a registration and take the decision."""
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                organisation = queries.organisation(session, organisation_id)
                if form.decision.data == "approve":
                    organisations.approve(session, require_actor(), organisation, now=now())
                else:
                    organisations.refuse(session, require_actor(), organisation, form.reason.data or "", now=now())
        except DomainError as error:
            form.refuse(error)
            forget_reading()
            if error.status != Invalid.status:
                return _decision_page(organisation_id, form), error.status
        else:
            done(_("Decided. The organisation is told."))
            return redirect(url_for("organisation.queue"))
    return _decision_page(organisation_id, form), status_of(form)


def _profile_page(form: ProfileForm, *, compare: bool = False) -> str:
    actor = require_actor()
    organisation = queries.organisation(reading(), actor.organisation_id)
    # A form that was sent goes on with its own version, so that only a save on top of what is seen goes through.
    sent = request.form.get("version") if request.method == "POST" and not compare else None
    return render_template(
        "marketplace/profile.html",
        form=form,
        version=sent or organisation.version,
        may_edit=organisations.may_edit(actor, organisation),
        newer=_differences(form, organisation) if compare else [],
        **_facts(organisation),
    )


def _decision_page(organisation_id: int, form: DecisionForm) -> str:
    organisation = queries.organisation(reading(), organisation_id)
    people = queries.people_of(reading(), organisation.id)
    return render_template("marketplace/approval.html", form=form, members=people, **_facts(organisation))


def _facts(organisation: Organisation) -> dict[str, object]:
    return {
        "organisation": organisation,
        "gaps": organisations.gaps(organisation),
        "legal_numbers": [(name, names.LEGAL_NUMBERS[name]) for name in organisations.wanted_numbers(organisation)],
    }


def _differences(form: ProfileForm, organisation: Organisation) -> list[tuple[str, str]]:
    """Return label and stored value of every field that a colleague left otherwise than it is typed here."""
    stored = asdict(organisations.profile_of(organisation))
    return [
        (form[name].label.text, str(value if value != "" else "–"))
        for name, value in stored.items()
        if (form[name].data or "") != (value or "")
    ]
