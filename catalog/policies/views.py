"""The pages of a buyer's policy: what is in force, changing it, and what it was before."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.permissions import MAKE_POLICY, SEE_POLICY
from catalog.policies import queries, services, writing
from catalog.policies.checking import current
from catalog.policies.forms import PolicyForm, rows_in
from catalog.policies.rules import Policy
from catalog.policies.services import MOST_RULES
from catalog.policies.words import lines
from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done, page_number

blueprint = Blueprint("policies", __name__, url_prefix="/organisasi/kebijakan")


@blueprint.get("")
@requires(SEE_POLICY)
def show() -> ResponseReturnValue:
    """Show the policy in force, what it leaves of the shop, and every version."""
    session, actor = reading(), require_actor()
    policy = current(session, _own_id())
    return render_template(
        "catalog/policies/index.html",
        policy=policy,
        lines=list(lines(policy)),
        share=queries.share_of(policy, jakarta_day(now())),
        page=queries.versions(session, actor, page_number()),
    )


@blueprint.route("/ubah", methods=["GET", "POST"])
@requires(MAKE_POLICY)
def edit() -> ResponseReturnValue:
    """Change the policy: what is saved is the next version. Without saving it is only tried on the shop."""
    form = _form(current(reading(), _own_id()))
    refused = None
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = services.make_version(
                    session, require_actor(), form.draft(), form.note.data, seen=form.version.data or 0, now=now()
                )
        except (Invalid, Conflict) as error:
            form.refuse(error)
            refused = error.status
        else:
            done(
                _("The policy is in force from now on.")
                if made
                else _("Nothing has changed: the policy says the same.")
            )
            return redirect(url_for("policies.show"))
    return _edit(form), refused or status_of(form)


@blueprint.get("/<int:number>")
@requires(SEE_POLICY)
def version(number: int) -> ResponseReturnValue:
    """Show one version, also one that is not in force any more, to read or to print."""
    session, actor = reading(), require_actor()
    found = queries.own_version(session, actor, number)
    policy = writing.policy_in(found.rules, found.number)
    return render_template(
        "catalog/policies/version.html",
        version=found,
        lines=list(lines(policy)),
        back=url_for("policies.show"),
        in_force=number == current(session, _own_id()).version,
    )


def _own_id() -> int:
    """Return the organisation whose policy it is; who has none, or sells, has no such page."""
    actor = require_actor()
    if actor.organisation_id is None or not actor.is_buyer:
        raise NotFound()
    return actor.organisation_id


def _form(policy: Policy) -> PolicyForm:
    """Make the form with one empty rule below those in force; the reload button asks for one more."""
    if request.method == "GET":
        return PolicyForm.of(policy, len(policy.papers) + 1)
    form = PolicyForm.of(policy, rows_in(request.form))
    if not form.is_sent and all(row["papers"].data for row in form.rows()):
        form = PolicyForm.of(policy, form.rules + 1)
    return form


def _edit(form: PolicyForm) -> str:
    forget_reading()
    if request.method == "POST" and not form.is_sent:
        form.validate()  # so that a preview does not reckon with a number that is none
    is_readable = not form.errors
    return render_template(
        "catalog/policies/edit.html",
        form=form,
        share=queries.share_of(form.draft(), jakarta_day(now())) if is_readable else None,
        is_whole=form.rules >= MOST_RULES,
    )
