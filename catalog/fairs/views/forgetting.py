"""Erasing contacts: by the visitor with the address that came with the thanks, by an official on request."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.fairs import forgetting, withdrawal
from catalog.fairs.forms import ForgetForm
from catalog.permissions import RUN_FAIR
from marketplace.accounts.access import public, require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.limits.rules import CONTACT
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import limited
from marketplace.web.pages import done

blueprint = Blueprint("forgetting", __name__)


@blueprint.route("/pameran/kontak/<token>", methods=["GET", "POST"])
@public
@limited(CONTACT)
def withdraw(token: str) -> ResponseReturnValue:
    """Ask for one press of a button, then erase; the page shows nothing of what was written."""
    lead_id = withdrawal.read_token(token)
    if request.method == "POST":
        with transaction() as session:
            forgetting.withdraw(session, lead_id, now=now())
    session = reading()
    lead = forgetting.by_id(session, lead_id)
    cooperative = forgetting.cooperative_of(session, lead)
    return render_template("catalog/fairs/withdraw.html", lead=lead, cooperative=cooperative, token=token)


@blueprint.route("/pameran-saya/hapus-kontak", methods=["GET", "POST"])
@requires(RUN_FAIR)
@limited(CONTACT)
def on_request() -> ResponseReturnValue:
    """Let an official erase what a visitor left, by the number or address that the visitor names."""
    form = ForgetForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = forgetting.erase_on_request(session, require_actor(), form.contact.data, now=now())
        except Invalid as error:
            form.refuse(error)
        else:
            done(_("Erased: %(count)s contacts.", count=count) if count else _("No contact was left with it."))
            return redirect(url_for("forgetting.on_request"))
    return render_template("catalog/fairs/forget.html", form=form), status_of(form)
