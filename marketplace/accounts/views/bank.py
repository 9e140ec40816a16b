"""The bank account of an organisation: what counts, what waits, asking for another one, stopping that."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import banking, queries
from marketplace.accounts.access import fresh, require_actor, signed_in
from marketplace.accounts.banking import BankAccount
from marketplace.accounts.member_forms import BankForm
from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done

blueprint = Blueprint("bank", __name__, url_prefix="/organisasi")


@blueprint.get("/rekening")
@signed_in
def show() -> ResponseReturnValue:
    """Show the account that counts and the one that waits, to those who may ask for another."""
    organisation = _mine()
    return render_template(
        "marketplace/members/bank.html",
        organisation=organisation,
        account=banking.account_of(organisation),
        change=banking.waiting(reading(), organisation.id),
        may_change=banking.may_change(require_actor(), organisation),
    )


@blueprint.route("/rekening/ganti", methods=["GET", "POST"])
@signed_in
@fresh
def change() -> ResponseReturnValue:
    """Ask for another account; the first one counts at once."""
    actor, organisation = require_actor(), _mine()
    if not banking.may_change(actor, organisation):
        raise NotAllowed("not_allowed")
    form = BankForm()
    refused = None
    if form.validate_on_submit():
        wanted = BankAccount(**{name: form[name].data for name in BankAccount.__dataclass_fields__})
        try:
            with transaction() as session:
                asked = banking.ask(session, actor, organisation.id, wanted, now=now())
        except (Invalid, Conflict) as error:
            form.refuse(error)
            refused = error.status
        else:
            done(_("Saved.") if asked.applied_at else _("Noted. The new account counts in 48 hours."))
            return redirect(url_for("bank.show"))
    page = render_template(
        "marketplace/members/bank_change.html", form=form, is_first=banking.account_of(organisation) is None
    )
    return page, refused or status_of(form)


@blueprint.post("/rekening/<int:change_id>/hentikan")
@signed_in
def stop(change_id: int) -> ResponseReturnValue:
    """Stop a change that waits: asked for no proof, so that nobody is too slow."""
    with transaction() as session:
        banking.stop(session, require_actor(), change_id, now=now())
    done(_("Stopped. Buyers go on paying to the old account."))
    return redirect(url_for("bank.show"))


def _mine() -> Organisation:
    """Return the active organisation; raise ``NotAllowed`` for people without a say about its account."""
    actor = require_actor()
    organisation = queries.organisation(reading(), actor.organisation_id)
    if not banking.may_stop(actor, organisation):
        raise NotAllowed("not_allowed")
    return organisation
