"""The operator's pages of organisations: list, one of them, suspending and resuming."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import banking, directory, members, names, queries, suspension
from marketplace.accounts.access import fresh, require_actor, requires
from marketplace.accounts.member_forms import SuspensionForm
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.permissions import SUSPEND_ORGANISATION
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.desk import trail
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number

blueprint = Blueprint("desk_organisations", __name__, url_prefix="/pengelola/organisasi")


@blueprint.get("")
@requires(SUSPEND_ORGANISATION)
def index() -> ResponseReturnValue:
    """List the organisations of the site, narrowed by words, kind, state and regency."""
    session, wanted = reading(), directory.read_filter(request.args)
    return render_template(
        "marketplace/desk/organisations.html",
        page=directory.organisations(session, wanted, page_number()),
        wanted=wanted,
        kinds=names.KINDS,
        states=list(OrganisationState),
        regencies=directory.regencies(session),
    )


@blueprint.get("/<int:organisation_id>")
@requires(SUSPEND_ORGANISATION)
def show(organisation_id: int) -> ResponseReturnValue:
    """Show one organisation: what it says of itself, its people, its suspensions and what happened to it."""
    session = reading()
    organisation = queries.organisation(session, organisation_id)
    about = trail.TrailFilter(subject_kind="organisation", subject_id=organisation_id)
    return render_template(
        "marketplace/desk/organisation.html",
        organisation=organisation,
        people=members.listed(session, organisation_id, page_number()),
        suspensions=suspension.all_of(session, organisation_id),
        history=trail.lines(session, about, 1),
        change=banking.waiting(session, organisation_id),
    )


@blueprint.route("/<int:organisation_id>/bekukan", methods=["GET", "POST"])
@requires(SUSPEND_ORGANISATION)
@fresh
def suspend(organisation_id: int) -> ResponseReturnValue:
    """Suspend an organisation, with the reason that its people read."""
    form = SuspensionForm()
    refused = None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = queries.locked_organisation(session, organisation_id)
                suspension.suspend(session, require_actor(), found, form.reason.data, now=now())
        except DomainError as error:
            form.refuse(error)
            refused = error.status
            forget_reading()
        else:
            done(_("Suspended. Its people are told; its products leave search now."))
            return redirect(url_for("desk_organisations.show", organisation_id=organisation_id))
    found = queries.organisation(reading(), organisation_id)
    page = render_template("marketplace/desk/suspend.html", organisation=found, form=form)
    return page, refused or status_of(form)


@blueprint.post("/<int:organisation_id>/pulihkan")
@requires(SUSPEND_ORGANISATION)
@fresh
def resume(organisation_id: int) -> ResponseReturnValue:
    """Let a suspended organisation work again."""
    with transaction() as session:
        found = queries.locked_organisation(session, organisation_id)
        suspension.resume(session, require_actor(), found, now=now())
    done(_("It works again. Its people are told; its products come back into search."))
    return redirect(url_for("desk_organisations.show", organisation_id=organisation_id))
